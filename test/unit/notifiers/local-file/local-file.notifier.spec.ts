import * as nodeFs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import type { FileSystem } from '../../../../lib/platform/file-system.interface.js';
import { LocalFileNotifier } from '../../../../lib/notifiers/local-file/local-file.notifier.js';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import type { ReportFormat } from '../../../../lib/model/report-formats.js';
import { LogKeeper, alertOf, optionsOf, reportOf } from '../../alerts/fixtures.js';

const ID = reportOf().id;

describe('LocalFileNotifier', () => {
  let root: string;
  let files: AlertFiles;
  let log: LogKeeper;

  beforeEach(async () => {
    root = await nodeFs.mkdtemp(join(tmpdir(), 'local-file-'));
    files = new AlertFiles();
    log = new LogKeeper();
  });
  afterEach(() => nodeFs.rm(root, { recursive: true, force: true }));

  function create(
    outputDir: string,
    formats: readonly ReportFormat[] = ['html'],
    fs?: Partial<FileSystem>,
    baseUrl?: string,
  ): LocalFileNotifier {
    const retention = { maxAgeMs: 1, maxFiles: 1, maxBytes: 1 };
    const options = new LiveOptions(optionsOf({ localFile: { outputDir, formats, baseUrl, retention } }));
    return new LocalFileNotifier(options, files, log.logger, { ...(nodeFs as FileSystem), ...fs });
  }

  /** Without the lists of written files. */
  const visibleIn = async (path: string): Promise<string[]> =>
    (await nodeFs.readdir(path)).filter(name => !name.startsWith('.written'));
  const live = (): AbortSignal => new AbortController().signal;
  const modeOf = async (path: string): Promise<number> => (await nodeFs.stat(path)).mode & 0o777;

  async function messageOf(work: Promise<void>): Promise<string> {
    const [result] = await Promise.allSettled([work]);
    return result.status === 'rejected' ? (result.reason as Error).message : 'no error';
  }

  it('creates the directory and the file for their owner only', async () => {
    const directory = join(root, 'a', 'b');
    const alert = alertOf();
    await create(directory).notify(alert, live());
    expect(await modeOf(directory)).toBe(0o700);
    const [path = ''] = files.of(alert);
    expect(path).toBe(join(directory, `2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_${ID}.html`));
    expect(await modeOf(path)).toBe(0o600);
    expect(await nodeFs.readFile(path, 'utf8')).toBe('drawn as html');
    expect(await visibleIn(directory)).toHaveLength(1);
  });

  it.each([
    ['https://reports.example.com/orders', 'https://reports.example.com/orders/'],
    ['https://reports.example.com', 'https://reports.example.com/'],
    ['http://[::1]:8080/a (b)/<c>|@all//', 'http://[::1]:8080/a%20%28b%29/%3Cc%3E%7C%40all/'],
  ])('gives links below %s', async (baseUrl, start) => {
    const alert = alertOf();
    await create(join(root, 'linked'), ['html'], undefined, baseUrl).notify(alert, live());
    expect(files.of(alert)).toEqual([`${start}2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_${ID}.html`]);
  });

  it('keeps the mode of an existing directory', async () => {
    const directory = join(root, 'there');
    await nodeFs.mkdir(directory);
    await nodeFs.chmod(directory, 0o755);
    await create(directory).notify(alertOf(), live());
    expect(await modeOf(directory)).toBe(0o755);
  });

  it('creates a deleted directory again', async () => {
    const notifier = create(join(root, 'x'));
    await notifier.notify(alertOf(), live());
    await nodeFs.rm(join(root, 'x'), { recursive: true });
    await notifier.notify(alertOf(), live());
    expect(await visibleIn(join(root, 'x'))).toHaveLength(1);
  });

  it('writes a file in each format, and records all of them', async () => {
    const alert = alertOf();
    await create(root, ['html', 'json']).notify(alert, live());
    expect(files.of(alert).map(path => path.slice(-5))).toEqual(['.html', '.json']);
    expect((await visibleIn(root)).sort()).toHaveLength(2);
  });

  it('records files for their own alert only', async () => {
    const [one, other] = [alertOf(), alertOf()];
    await create(root).notify(one, live());
    expect(files.of(other)).toEqual([]);
  });

  it('writes the formats that can be rendered, and logs the others', async () => {
    const alert = alertOf({
      render: async format => (format === 'html' ? Promise.reject(new Error('no html')) : Buffer.from('x')),
    });
    await create(root, ['html', 'json']).notify(alert, live());
    expect(await visibleIn(root)).toHaveLength(1);
    expect(log.failures).toEqual(['A report could not be written in all formats: no html']);
    expect(await messageOf(create(root, ['html']).notify(alert, live()))).toBe('no html');
  });

  it.each(['../../escape', '/etc/passwd', 'a\0b', '..\\..\\x'])(
    'stays in its directory for the endpoint %j',
    async name => {
      const directory = join(root, 'in');
      await create(directory).notify(alertOf({ report: reportOf({ name }) }), live());
      expect(await visibleIn(root)).toEqual(['in']);
      expect(await visibleIn(directory)).toHaveLength(1);
    },
  );

  describe('a path of another user', () => {
    it.each(['', '/', '/.'])('refuses a symbolic link with the ending %j', async end => {
      const target = join(root, 'target');
      await nodeFs.mkdir(target);
      await nodeFs.symlink(target, join(root, 'link'));
      const message = await messageOf(create(join(root, 'link') + end).notify(alertOf(), live()));
      expect(message).toContain('is a symbolic link, which is not followed: set localFile.outputDir');
      expect(await visibleIn(target)).toEqual([]);
    });

    it('refuses a symbolic link to nowhere', async () => {
      await nodeFs.symlink(join(root, 'nowhere'), join(root, 'link'));
      expect(await messageOf(create(join(root, 'link')).notify(alertOf(), live()))).toContain('is a symbolic link');
      expect(await visibleIn(root)).toEqual(['link']);
    });

    it('refuses a directory of another user, not one of root', async () => {
      const ownedBy = (uid: number): Partial<FileSystem> => ({
        lstat: async () => ({
          isSymbolicLink: () => false,
          isDirectory: () => true,
          isFile: () => false,
          uid,
          size: 0,
          mtimeMs: 0,
        }),
      });
      const other = (process.getuid?.() ?? 0) + 1;
      const message = await messageOf(create(root, ['html'], ownedBy(other)).notify(alertOf(), live()));
      expect(message).toContain(`belongs to another user (uid ${other}, ours is`);
      expect(await visibleIn(root)).toEqual([]);
      await create(root, ['html'], ownedBy(0)).notify(alertOf(), live());
      expect(await visibleIn(root)).toHaveLength(1);
    });

    it('does not write through a link in the place of the report', async () => {
      const victim = join(root, 'victim');
      await nodeFs.writeFile(victim, 'untouched');
      const alert = alertOf();
      const notifier = create(join(root, 'out'));
      await notifier.notify(alert, live());
      const [path = ''] = files.of(alert);
      await nodeFs.rm(path);
      await nodeFs.symlink(victim, path);
      await notifier.notify(alert, live());
      expect(await nodeFs.readFile(victim, 'utf8')).toBe('untouched');
      expect((await nodeFs.lstat(path)).isSymbolicLink()).toBe(false);
    });

    it('opens its temporary file only if it does not exist', async () => {
      const victim = join(root, 'victim');
      await nodeFs.writeFile(victim, 'untouched');
      const open: FileSystem['open'] = async (path, flags, mode) => {
        await nodeFs.symlink(victim, path);
        return nodeFs.open(path, flags, mode);
      };
      expect(await messageOf(create(join(root, 'out'), ['html'], { open }).notify(alertOf(), live()))).toContain(
        'EEXIST',
      );
      expect(await nodeFs.readFile(victim, 'utf8')).toBe('untouched');
    });
  });

  describe('a directory that cannot be written to', () => {
    it('reports that a part of the path is a file', async () => {
      await nodeFs.writeFile(join(root, 'file'), '');
      expect(await messageOf(create(join(root, 'file', 'below')).notify(alertOf(), live()))).toBe(
        `No report can be written to ${join(root, 'file', 'below')}: a part of its path is a file: ` +
          'set localFile.outputDir to the path of a directory (ENOTDIR)',
      );
      expect(await messageOf(create(join(root, 'file')).notify(alertOf(), live()))).toContain(
        'is not a directory: set localFile.outputDir',
      );
    });

    it.each([
      ['EROFS', 'read-only'],
      ['EACCES', 'may not write there'],
      ['EPERM', 'may not write there'],
    ])('gives the remedy for %s', async (code, text) => {
      const mkdir = (): Promise<never> => Promise.reject(Object.assign(new Error(`${code}: raw`), { code }));
      const message = await messageOf(create(root, ['html'], { mkdir }).notify(alertOf(), live()));
      expect(message).toMatch(
        new RegExp(`^No report can be written to .*${text}.*localFile\\.outputDir.*\\(${code}\\)$`),
      );
    });

    it.each(['writeFile', 'close'] as const)('reports a full disk from %s, and leaves nothing behind', async step => {
      const full = (): Promise<never> => Promise.reject(Object.assign(new Error('ENOSPC: raw'), { code: 'ENOSPC' }));
      const open: FileSystem['open'] = async (path, flags, mode) => {
        const handle = await nodeFs.open(path, flags, mode);
        return {
          writeFile: step === 'writeFile' ? full : () => Promise.resolve(),
          close: async () => {
            await handle.close();
            if (step === 'close') await full();
          },
        };
      };
      const alert = alertOf();
      const message = await messageOf(create(root, ['html'], { open }).notify(alert, live()));
      expect(message).toContain('no space left on its disk: free some');
      expect(await visibleIn(root)).toEqual([]);
      expect(files.of(alert)).toEqual([]);
    });

    it('leaves nothing behind when the file cannot be renamed', async () => {
      const rename = (): Promise<never> => Promise.reject(Object.assign(new Error('EIO: raw'), { code: 'EIO' }));
      expect(await messageOf(create(root, ['html'], { rename }).notify(alertOf(), live()))).toBe('EIO: raw');
      expect(await visibleIn(root)).toEqual([]);
    });
  });

  describe('the signal', () => {
    it('stops a write, and leaves nothing behind', async () => {
      const controller = new AbortController();
      const open: FileSystem['open'] = async (...args) => {
        const handle = await nodeFs.open(...args);
        controller.abort(new Error('over'));
        return handle;
      };
      const alert = alertOf();
      expect(await messageOf(create(root, ['html'], { open }).notify(alert, controller.signal))).not.toBe('no error');
      expect(await visibleIn(root)).toEqual([]);
      expect(files.of(alert)).toEqual([]);
    });

    it('stops between two formats', async () => {
      const controller = new AbortController();
      const alert = alertOf({
        render: async format => {
          if (format === 'json') controller.abort(new Error('over'));
          return Buffer.from('x');
        },
      });
      await create(root, ['html', 'json']).notify(alert, controller.signal);
      expect(await visibleIn(root)).toHaveLength(1);
    });
  });
});
