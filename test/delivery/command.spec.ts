import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { SUPPORTED_FORMATS } from '../../lib/model/report-formats.js';
import type { Report } from '../../lib/model/report.interface.js';
import { VERSION } from '../../lib/platform/version.js';
import { commandLine, resultOf, runCommand, type CommandPlace, type CommandResult } from '../support/command.js';
import { spin, TestApp } from '../integration/support/test-app.js';

/** The name of a method, which an application may take from a user. */
const HOSTILE = 'job \u001b[2J\u001b]0;title\u0007\u009b31m\u202e注文';
/** All but the line feed that ends each line. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

@Controller()
class OrdersController {
  @Get('orders')
  orders(): string {
    spin(60);
    return 'done';
  }

  @Get('customers')
  customers(): string {
    spin(60);
    return 'done';
  }
}

describe('the command', () => {
  let app: TestApp;
  /** HTML and JSON reports of two endpoints and of the hostile method. */
  let reports: string;
  let scratch: string;

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'command-reports-'));
    const localFile = { outputDir: reports, formats: ['html', 'json'] as const };
    app = await TestApp.start({ controllers: [OrdersController] }, { threshold: 20, localFile, alertWindow: 0 });
    for (const path of ['orders', 'customers', 'orders']) {
      await (await fetch(`${app.url}/${path}`)).text();
      // An alert that is not sent yet would take the next one in.
      expect(await app.monitor.flush('60s')).toBe(true);
      if (path === 'customers') app.monitor.profile(HOSTILE, () => spin(60));
    }
  });
  afterAll(async () => {
    await app.close();
    await rm(reports, { recursive: true });
  });
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'command-scratch-'));
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  const run = (args: readonly string[], place: CommandPlace = {}): Promise<CommandResult> => runCommand(args, place);

  /** The files about an endpoint, the oldest first. */
  async function filesAbout(name: string, extension: 'html' | 'json'): Promise<string[]> {
    const names = (await readdir(reports)).filter(each => each.endsWith('.json')).sort();
    const found: string[] = [];
    for (const each of names) {
      const { execution } = JSON.parse(await readFile(join(reports, each), 'utf8')) as Report;
      if (execution.name === name) found.push(join(reports, each.replace(/json$/, extension)));
    }
    return found;
  }

  async function fileAbout(name: string, extension: 'html' | 'json'): Promise<string> {
    const [file] = await filesAbout(name, extension);
    if (file === undefined) throw new Error(`no report about ${name}`);
    return file;
  }

  /** A directory with a program of this name, for `PATH`. */
  async function program(name: string, script: string): Promise<{ PATH: string }> {
    await writeFile(join(scratch, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(scratch, name), 0o755);
    return { PATH: `${scratch}${delimiter}${process.env.PATH ?? ''}` };
  }

  describe('list', () => {
    it('lists the reports of the output directory', async () => {
      const { code, stdout, stderr } = await run(['list'], { env: { WPM_LOCAL_OUTPUT_DIR: reports } });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.match(/ GET \/orders /g)).toHaveLength(2);
      expect(stdout.match(/ GET \/customers /g)).toHaveLength(1);
      expect(stdout).toMatch(/ {2}cpu {2}/);
    });

    it('gives as JSON the facts of the documents', async () => {
      const { stdout } = await run(['list', reports, '--json', '--endpoint', 'customers']);
      const { reports: listed } = JSON.parse(stdout) as { reports: { id: string; file: string }[] };
      const document = JSON.parse(await readFile(await fileAbout('GET /customers', 'json'), 'utf8')) as Report;
      expect(listed).toEqual([
        expect.objectContaining({
          id: document.id,
          file: await fileAbout('GET /customers', 'html'),
          durationMs: document.execution.durationMs,
          headline: document.verdict.headline,
        }),
      ]);
    });

    it('prints no character of a name that a terminal obeys', async () => {
      const results = await Promise.all([
        run(['list', reports]),
        run(['list', reports, '--json']),
        run(['list', reports, '--by', 'endpoint']),
        run(['open', '--no-browser', await fileAbout(HOSTILE, 'json')], { env: { TMPDIR: scratch } }),
        run(['compare', await fileAbout(HOSTILE, 'html'), await fileAbout('GET /orders', 'html')]),
        run(['list', join(scratch, HOSTILE)]),
        run([HOSTILE]),
        run(['list', `--${HOSTILE}`]),
      ]);
      for (const { stdout, stderr } of results) expect(stdout + stderr).not.toMatch(OBEYED);
      expect(results[0]?.stdout).toContain('注文');
    });

    it('ends quietly when its reader does', async () => {
      const name = (await readdir(reports)).find(each => each.endsWith('.json')) ?? '';
      const text = await readFile(join(reports, name), 'utf8');
      const { id } = JSON.parse(text) as Report;
      for (let copy = 0; copy < 300; copy += 1) {
        const other = `${id}-${copy}`;
        await writeFile(join(scratch, name.replace(id, other)), text.replaceAll(id, other));
      }
      const list = commandLine(['list', scratch, '--json', '--limit', '300']);
      const { stdout, stderr } = await resultOf('bash', ['-c', `${list} | head -c 1; echo " \${PIPESTATUS[0]}"`]);
      expect([stdout, stderr]).toEqual(['{ 0\n', '']);
    });
  });

  describe('open', () => {
    it('opens the newest report of a directory with the opener of the platform', async () => {
      const env = await program('xdg-open', `echo "$1" > ${scratch}/opened`);
      const { code, stdout, stderr } = await run(['open', reports], { env });
      expect([code, stderr]).toEqual([0, '']);
      const newest = (await filesAbout('GET /orders', 'html')).at(-1);
      expect(await readFile(join(scratch, 'opened'), 'utf8')).toBe(`${newest}\n`);
      expect(stdout).toMatch(/^GET \/orders took \d+ ms: /);
    });

    it('makes a page of a JSON report, for its owner only', async () => {
      const source = await fileAbout('GET /orders', 'json');
      const { code, stdout } = await run(['open', source, '--no-browser', '--json'], { env: { TMPDIR: scratch } });
      const { page, opened } = JSON.parse(stdout) as { page: string; opened: boolean };
      expect([code, opened]).toEqual([0, false]);
      expect((await stat(page)).mode & 0o077).toBe(0);
      const back = join(scratch, 'back.json');
      expect((await run(['convert', page, '--to', 'json', '--out', back])).code).toBe(0);
      expect(await readFile(back, 'utf8')).toBe(await readFile(source, 'utf8'));
    });

    it('ends with 1 and the path when the opener fails, or is missing', async () => {
      const page = await fileAbout('GET /orders', 'html');
      const failing = await run(['open', page], { env: await program('xdg-open', 'exit 3') });
      expect(failing.code).toBe(1);
      expect(failing.stderr).toBe(`error: No browser was opened (xdg-open ended with 3): open ${page} yourself\n`);
      const missing = await run(['open', page], { env: { PATH: join(scratch, 'nothing') } });
      expect(missing.code).toBe(1);
      expect(missing.stderr).toBe(`error: No browser was opened (xdg-open is not installed): open ${page} yourself\n`);
    });
  });

  describe('convert', () => {
    it.each(SUPPORTED_FORMATS)('writes %s, the same as the monitor', async format => {
      const source = await fileAbout('GET /orders', 'html');
      const { code, stdout, stderr } = await run(['convert', source, '--to', format, '--out', `${scratch}/`]);
      expect([code, stderr]).toEqual([0, '']);
      const [name = ''] = await readdir(scratch);
      expect(stdout).toBe(`${join(scratch, name)}\n`);
      const written = await readFile(join(scratch, name));
      expect(written.length).toBeGreaterThan(100);
      if (format === 'html' || format === 'json')
        expect(written).toEqual(await readFile(source.replace(/html$/, format)));
    });

    it('writes into a pipe', async () => {
      const source = await fileAbout('GET /orders', 'html');
      const { code, stdout } = await run(['convert', source, '--to', 'json', '--out', '-']);
      expect([code, stdout]).toEqual([0, await readFile(await fileAbout('GET /orders', 'json'), 'utf8')]);
    });

    it('converts several reports, and keeps existing files', async () => {
      const sources = await filesAbout('GET /orders', 'json');
      const args = ['convert', ...sources, '--to', 'markdown', '--out', scratch, '--json'];
      const { code, stdout } = await run(args);
      const { written } = JSON.parse(stdout) as { written: { source: string; target: string }[] };
      expect([code, written.map(({ source }) => source)]).toEqual([0, sources]);
      const again = await run(args);
      expect([again.code, again.stderr]).toEqual([
        2,
        expect.stringMatching(/^error: .*exists: add --force to replace it/),
      ]);
      expect((await run([...args, '--force'])).code).toBe(0);
    });

    it('ends with 1 when the file cannot be written', async () => {
      const file = join(scratch, 'file');
      await writeFile(file, '');
      const out = join(file, 'a.json');
      const { code, stderr } = await run([
        'convert',
        await fileAbout('GET /orders', 'html'),
        '--to',
        'json',
        '--out',
        out,
      ]);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/was not written: a file stands where its path needs/)]);
    });
  });

  describe('compare', () => {
    it('compares two reports of one endpoint', async () => {
      const [before = '', after = ''] = await filesAbout('GET /orders', 'html');
      const { code, stdout, stderr } = await run(['compare', before, after]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^GET \/orders: [\d.]+ m?s → [\d.]+ m?s \(/);
      const { duration, accounting } = JSON.parse((await run(['compare', before, after, '--json'])).stdout) as {
        duration: { changeMs: number };
        accounting: { changeMs: number }[];
      };
      const sum = accounting.reduce((total, { changeMs }) => total + changeMs, 0);
      expect(Math.abs(sum - duration.changeMs)).toBeLessThan(0.01);
    });

    it('ends with 1 when the duration grew too much', async () => {
      const before = await fileAbout('GET /orders', 'json');
      const report = JSON.parse(await readFile(before, 'utf8')) as Report;
      const after = join(scratch, 'after.json');
      const execution = { ...report.execution, durationMs: report.execution.durationMs * 1.5 };
      await writeFile(after, JSON.stringify({ ...report, execution }));
      expect((await run(['compare', before, after, '--max-growth', '60'])).code).toBe(0);
      const { code, stderr } = await run(['compare', before, after, '--max-growth', '40']);
      expect([code, stderr]).toEqual([1, 'failed: the duration grew by more than 40 %\n']);
    });
  });

  describe('doctor', () => {
    it('ends with 0 when all is right', async () => {
      const { code, stdout, stderr } = await run(['doctor'], { env: { WPM_LOCAL_OUTPUT_DIR: reports } });
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^ok {5}output directory: .* is writable$/m);
      // The machine may have a Node or a disk to mend.
      expect(code).toBe(/^failed/m.test(stdout) ? 1 : 0);
    });

    it('ends with 1 for a wrong setting', async () => {
      const { code, stdout } = await run(['doctor'], { env: { WPM_THRESHOLD_SECONDS: 'soon' } });
      expect(code).toBe(1);
      expect(stdout).toMatch(/^failed settings: threshold .*'soon' \(WPM_THRESHOLD_SECONDS\)$/m);
    });
  });

  describe('given wrong arguments or files, ends with 2 and one line:', () => {
    const html = () => fileAbout('GET /orders', 'html');
    const empty = async (name: string): Promise<string> => {
      await mkdir(join(scratch, name));
      return join(scratch, name);
    };
    const cutAt = async (text: string): Promise<string> => {
      const page = await readFile(await html());
      const start = page.indexOf(text);
      expect(start).toBeGreaterThan(0);
      await writeFile(join(scratch, 'cut.html'), page.subarray(0, start + text.length));
      return join(scratch, 'cut.html');
    };
    const damaged = () => cutAt('id="report-data">');

    it.each<[string, () => Promise<string[]>, RegExp]>([
      ['an unknown command', async () => ['opne'], /unknown command 'opne'.*Did you mean open/],
      ['an unknown option', async () => ['list', '--jsn'], /unknown option '--jsn'.*Did you mean --json/],
      ['a missing argument', async () => ['compare', await html()], /missing required argument 'after'/],
      ['an argument too many', async () => ['list', reports, reports], /too many arguments/],
      [
        'no such format',
        async () => ['convert', await html(), '--to', 'pdf'],
        /'pdf' is invalid. Allowed choices are html, json, markdown/,
      ],
      ['no format', async () => ['convert', await html()], /'--to <format>' not specified/],
      [
        'a limit of words',
        async () => ['list', '--limit', 'many'],
        /'many' is invalid. It must be a whole number from 1/,
      ],
      [
        'a missing file',
        async () => ['open', join(scratch, 'missing.html')],
        /missing.html does not exist: check the path/,
      ],
      [
        'a directory without reports',
        async () => ['open', await empty('none')],
        /none has no report: name another directory/,
      ],
      ['a directory without reports to list', async () => ['list', await empty('none')], /none has no report/],
      [
        'a directory to convert',
        async () => ['convert', await empty('none'), '--to', 'json'],
        /is a directory: name a report/,
      ],
      [
        'a truncated file',
        async () => ['convert', await damaged(), '--to', 'json'],
        /cut.html is damaged or was cut off/,
      ],
      [
        'a file that ends before its report',
        async () => ['convert', await cutAt('<div id="app">'), '--to', 'json'],
        /cut.html is damaged or was cut off/,
      ],
      [
        'a truncated file to compare',
        async () => ['compare', await html(), await damaged()],
        /is damaged or was cut off/,
      ],
      [
        'different endpoints',
        async () => ['compare', await html(), await fileAbout('GET /customers', 'html')],
        /is about GET \/orders, and .* about GET \/customers: compare two reports of one endpoint/,
      ],
      [
        'several reports in one pipe',
        async () => ['convert', await html(), await html(), '--to', 'json', '--out', '-'],
        /name one file/,
      ],
      ['a missing entry', async () => ['doctor', join(scratch, 'main.js')], /main.js does not exist/],
    ])('%s', async (_, args, fault) => {
      const { code, stdout, stderr } = await run(await args());
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(fault);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });
  });

  it('shows help and its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    const help = await run(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    for (const name of ['open', 'convert', 'compare', 'list', 'doctor'])
      expect(help.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    const nothing = await run([]);
    expect([nothing.code, nothing.stdout]).toEqual([2, '']);
    expect(nothing.stderr).toContain('Usage: nestjs-performance-monitor');
  });
});
