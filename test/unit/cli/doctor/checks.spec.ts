import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Check } from '../../../../cli/doctor/check.interface.js';
import { directoryChecks } from '../../../../cli/doctor/directory-checks.js';
import { environmentFor } from '../../../../cli/doctor/environment.js';
import { nodeChecks } from '../../../../cli/doctor/node-checks.js';
import { redisChecks } from '../../../../cli/doctor/redis-checks.js';
import { readSettings } from '../../../../cli/doctor/settings.js';
import { sourceMapChecks } from '../../../../cli/doctor/source-map-checks.js';
import { ReportFiles } from '../report-files.js';

const statesOf = (checks: readonly Check[]): string[] => checks.map(({ state, text }) => `${state} ${text}`);
const ROOT = process.getuid?.() === 0;

describe('the checks of doctor', () => {
  let files: ReportFiles;

  beforeEach(async () => {
    files = await ReportFiles.make();
  });
  afterEach(async () => {
    await chmod(files.directory, 0o700);
    await files.remove();
  });

  describe('Node', () => {
    const versions = (node: string) => ({ ...process.versions, node });

    it.each([
      ['24.13.0', ['ok 24.13.0 is supported']],
      [
        '18.20.0',
        [expect.stringMatching(/^failed 18.20.0 is not supported: install/), expect.stringMatching(/^failed Node 18/)],
      ],
      [
        '22.14.0',
        ['ok 22.14.0 is supported', expect.stringMatching(/^failed Node 22.14.0 can end the process.*update to 22.22/)],
      ],
    ])('%s', (node, states) => expect(statesOf(nodeChecks({}, versions(node)))).toEqual(states));

    it('names the variables that prevent samples', () => {
      const checks = nodeChecks({ NODE_OPTIONS: '--cpu-prof' }, versions('24.13.0'));
      expect(statesOf(checks)[1]).toBe(
        'failed reports name no functions, because Node profiles the process (--cpu-prof)',
      );
    });
  });

  describe('the settings', () => {
    it('are right without any variable', () => {
      expect(statesOf(readSettings({}).checks)).toEqual(['ok those of environment and file are right']);
    });

    it('are all faults at once, without their secrets', () => {
      const { settings, checks } = readSettings({
        WPM_THRESHOLD_SECONDS: 'soon',
        WPM_ENABLE_EMAIL: 'true',
        WPM_EMAIL_TRANSPORT: '-----BEGIN tokentokentoken',
        WPM_EMAIL_FROM: 'nobody',
      });
      expect(settings).toBeUndefined();
      expect(checks.map(({ state }) => state)).toEqual(['failed', 'failed', 'note']);
      expect(JSON.stringify(checks)).toContain('WPM_THRESHOLD_SECONDS');
      expect(JSON.stringify(checks)).not.toContain('tokentokentoken');
    });

    it('are found in a file, and a misspelled variable is a fault', async () => {
      const config = await files.write('monitor.json', '{ "threshold": "2s" }');
      const environment = environmentFor({ WPM_TRESHOLD_SECONDS: '1' }, { config });
      const { settings, checks } = readSettings(environment);
      expect(settings?.live.current.thresholdMs).toBe(2000);
      expect(statesOf(checks)).toEqual([
        expect.stringMatching(/^failed WPM_TRESHOLD_SECONDS .*did you mean WPM_THRESHOLD_SECONDS/),
      ]);
    });

    it('come from a file of variables, which the process overrides', async () => {
      const envFile = await files.write('.env', 'WPM_THRESHOLD_SECONDS=3 # comment\nWPM_LOG_LEVEL="warn"\n');
      const { settings } = readSettings(environmentFor({ WPM_THRESHOLD_SECONDS: '4' }, { envFile }));
      expect(settings?.live.current).toMatchObject({ thresholdMs: 4000, logLevel: 'warn' });
      expect(() => environmentFor({}, { envFile: files.path('missing') })).toThrow(
        /missing does not exist: check the path/,
      );
    });

    it('are no fault when the monitor is off', () => {
      expect(statesOf(readSettings({ WPM_ENABLED: 'false' }).checks)).toEqual([
        'note the monitor is switched off (enabled)',
      ]);
    });
  });

  describe('the output directory', () => {
    const retention = { maxAgeMs: 1, maxFiles: 1, maxBytes: 1 };
    const check = (outputDir: string) =>
      directoryChecks({ outputDir, formats: ['html'], baseUrl: undefined, retention });

    it('is writable, and stays as it was', async () => {
      await files.write('a.html', 'x');
      expect(statesOf(await check(files.directory))).toEqual([
        `ok ${files.directory} is writable`,
        expect.stringMatching(/^(?:ok|failed) \d+ MB are free/),
      ]);
      expect(await readdir(files.directory)).toEqual(['a.html']);
    });

    it('can be created, and is not', async () => {
      const [first] = await check(files.path('a/b'));
      expect(first).toMatchObject({
        state: 'ok',
        text: expect.stringMatching(/a\/b does not exist yet, and can be created/),
      });
      expect(await readdir(files.directory)).toEqual([]);
    });

    it('is no link, no file, and off', async () => {
      await mkdir(files.path('real'));
      await symlink('real', files.path('link'));
      const file = await files.write('file', 'x');
      expect(statesOf(await check(files.path('link')))).toEqual([
        expect.stringMatching(/^failed .*is a symbolic link/),
      ]);
      expect(statesOf(await check(file))).toEqual([expect.stringMatching(/^failed .*is not a directory/)]);
      expect(statesOf(await directoryChecks(false))).toEqual(['note no reports are written (localFile)']);
    });

    (ROOT ? it.skip : it)('may not be writable', async () => {
      await chmod(files.directory, 0o500);
      expect(statesOf(await check(files.directory))).toEqual([expect.stringMatching(/^failed .*may not write there/)]);
      expect(statesOf(await check(files.path('a')))).toEqual([expect.stringMatching(/^failed .*may not write there/)]);
    });

    it('has a disk with room for the reports', async () => {
      const maxBytes = Number.MAX_SAFE_INTEGER;
      const checks = await directoryChecks({
        outputDir: files.directory,
        formats: ['html'],
        baseUrl: undefined,
        retention: { ...retention, maxBytes },
      });
      expect(statesOf(checks)[1]).toMatch(/^(?:note|failed) \d+ MB are free(?:, and reports may take|: free some)/);
    });
  });

  describe('the source maps', () => {
    const map = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' });

    it('are beside the entry', async () => {
      await files.write('main.js.map', map);
      const entry = await files.write('main.js', 'a();\n//# sourceMappingURL=main.js.map\n');
      expect(statesOf(await sourceMapChecks(entry))).toEqual([`ok ${entry} has one`]);
    });

    it('are missing in other files of the application, packages left out', async () => {
      await files.write('main.js.map', map);
      const entry = await files.write('main.js', 'a();\n//# sourceMappingURL=main.js.map\n');
      await mkdir(files.path('node_modules'));
      await files.write('node_modules/x.js', 'x();');
      await mkdir(files.path('orders'));
      await files.write('orders/orders.service.js', 'x();');
      expect(statesOf(await sourceMapChecks(entry))).toEqual([
        `ok ${entry} has one`,
        'note of 2 files there, 1 have none: orders.service.js',
      ]);
    });

    it.each([
      ['names none', 'a();\n', /names no source map/],
      [
        'names one that is missing',
        'a();\n//# sourceMappingURL=gone.js.map\n',
        /names a source map that does not exist: deploy it/,
      ],
      ['has a broken one', `a();\n//# sourceMappingURL=data:application/json;base64,${btoa('{')}\n`, /cannot be used/],
      ['has one in the network', 'a();\n//# sourceMappingURL=https://example.com/a.map\n', /it is not in a file/],
    ])('fail when the entry %s', async (_, code, fault) => {
      const [check, ...more] = await sourceMapChecks(await files.write('main.js', code));
      expect(check).toMatchObject({ state: 'failed', text: expect.stringMatching(fault) });
      expect(more).toEqual([]);
    });

    it('fail when a large one is broken', async () => {
      await files.write('main.js.map', `{"version":3,${' '.repeat(40_000)}`);
      const entry = await files.write('main.js', 'a();\n//# sourceMappingURL=main.js.map\n');
      expect(statesOf(await sourceMapChecks(entry))).toEqual([
        expect.stringMatching(/^failed .* broken: compile again/),
      ]);
    });

    it('need a compiled entry', async () => {
      await expect(sourceMapChecks(files.path('missing.js'))).rejects.toThrow(/missing.js does not exist/);
      await expect(sourceMapChecks(await files.write('main.ts', ''))).rejects.toThrow(/is no compiled entry/);
      await expect(sourceMapChecks(files.directory)).rejects.toThrow(/is no compiled entry/);
    });
  });

  describe('Redis', () => {
    it.each(['localhost', 'http://localhost', '', 'redis'])('needs a URL: %j', async url => {
      await expect(redisChecks(url, files.directory)).rejects.toThrow(/--redis needs a URL/);
    });

    it('needs a client in the directory of the application', async () => {
      expect(statesOf(await redisChecks('redis://127.0.0.1:1', files.directory))).toEqual([
        expect.stringMatching(/^failed no client is installed here/),
      ]);
    });

    it('names a server that does not answer', async () => {
      const [check] = await redisChecks('redis://user:hidden@127.0.0.1:1', process.cwd());
      expect(check).toMatchObject({ state: 'failed', text: expect.stringMatching(/^the server does not answer/) });
      expect(JSON.stringify(check)).not.toContain('hidden');
    });
  });
});
