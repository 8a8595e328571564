import * as nodeFs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertFiles } from '../../../lib/delivery/alert-files.js';
import { LocalFileNotifier } from '../../../lib/notifiers/local-file/local-file.notifier.js';
import { RetentionJob } from '../../../lib/jobs/retention.job.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import type { RetentionOptions } from '../../../lib/notifiers/local-file/local-file-options.interface.js';
import { live, resolved } from '../../support/notifiers.js';
import { LogKeeper, alertOf, reportOf } from '../alerts/fixtures.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('RetentionJob', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await nodeFs.mkdtemp(join(tmpdir(), 'retention-'));
  });
  afterEach(() => nodeFs.rm(directory, { recursive: true, force: true }));

  const optionsOf = (retention: RetentionOptions) =>
    resolved({ localFile: { outputDir: directory, formats: ['html'], retention } });
  const clean = (retention: RetentionOptions, now?: number): Promise<void> =>
    new RetentionJob(new LiveOptions(optionsOf(retention)), new LogKeeper().logger, nodeFs).run(now);

  /** Writes a report with the notifier, and sets its age. */
  async function write(id: string, ageMs = 0, bytes = 10): Promise<string> {
    const files = new AlertFiles();
    const notifier = new LocalFileNotifier(new LiveOptions(optionsOf({})), files, new LogKeeper().logger, nodeFs);
    const alert = alertOf({ report: { ...reportOf(), id }, render: async () => Buffer.alloc(bytes, 'x') });
    await notifier.notify(alert, live());
    const [path = ''] = files.of(alert);
    await age(path, ageMs);
    return path;
  }

  async function age(path: string, ageMs: number): Promise<void> {
    const time = new Date(Date.now() - ageMs);
    await nodeFs.lutimes(path, time, time);
  }

  const left = async (): Promise<string[]> =>
    (await nodeFs.readdir(directory))
      .filter(name => name !== '.written')
      .map(name => /ms_([\w-]+)\./.exec(name)?.[1] ?? name)
      .sort();

  it('deletes reports beyond the age', async () => {
    await write('old', 3 * DAY_MS);
    await write('young', DAY_MS);
    await clean({ maxAge: '2d' });
    expect(await left()).toEqual(['young']);
  });

  it('keeps the newest reports up to the number', async () => {
    for (const [index, id] of ['d', 'c', 'b', 'a'].entries()) await write(id, index * HOUR_MS);
    await clean({ maxFiles: 2 });
    expect(await left()).toEqual(['c', 'd']);
  });

  it('keeps the newest reports up to the size', async () => {
    for (const [index, id] of ['c', 'b', 'a'].entries()) await write(id, index * HOUR_MS, 700_000);
    await clean({ maxBytes: 1_500_000 });
    expect(await left()).toEqual(['b', 'c']);
  });

  it('keeps reports within all limits', async () => {
    await write('a');
    await clean({});
    expect(await left()).toEqual(['a']);
  });

  it('finds the reports of an earlier process', async () => {
    await write('a', 3 * DAY_MS);
    await clean({ maxAge: '1d' });
    await write('b');
    await clean({ maxAge: '1d' });
    expect(await left()).toEqual(['b']);
  });

  describe('a file of another program', () => {
    it.each([
      'notes.txt',
      'report.html',
      '2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_20261123-091502-other1.html',
      '.hidden',
    ])('stays at any age: %s', async name => {
      await write('old', 9 * DAY_MS);
      await nodeFs.writeFile(join(directory, name), 'x'.repeat(10));
      await age(join(directory, name), 99 * DAY_MS);
      await clean({ maxAge: '1d', maxFiles: 1 });
      expect(await nodeFs.readFile(join(directory, name), 'utf8')).toHaveLength(10);
      expect(await left()).toHaveLength(1);
    });

    it('stays in the place of a report: another file, a link, a directory', async () => {
      const victim = join(directory, 'victim');
      await nodeFs.writeFile(victim, 'x'.repeat(10));
      const [edited, linked, replaced] = [await write('a', DAY_MS), await write('b', DAY_MS), await write('c', DAY_MS)];
      await nodeFs.appendFile(edited, 'a note of mine');
      await nodeFs.rm(linked);
      await nodeFs.symlink(victim, linked);
      await nodeFs.rm(replaced);
      await nodeFs.mkdir(replaced);
      for (const path of [edited, linked, replaced]) await age(path, 9 * DAY_MS);
      await clean({ maxAge: '1d' });
      expect(await nodeFs.readFile(victim, 'utf8')).toBe('x'.repeat(10));
      expect(await left()).toEqual(['a', 'b', 'c', 'victim']);
    });

    it('is not deleted because a list contains its path', async () => {
      const outside = join(directory, '..', `outside-${process.pid}.html`);
      await nodeFs.writeFile(outside, 'x');
      try {
        await write('a', 9 * DAY_MS);
        const [list = ''] = await nodeFs.readdir(join(directory, '.written'));
        const lines = ['1 ../outside.html', `1 ../${outside.split('/').pop()}`, '1 /etc/passwd', 'garbage', '1 victim'];
        await nodeFs.writeFile(join(directory, 'victim'), 'x');
        await age(join(directory, 'victim'), 99 * DAY_MS);
        await nodeFs.appendFile(join(directory, '.written', list), `${lines.join('\n')}\n12 torn`);
        await clean({ maxAge: '1d' });
        expect(await nodeFs.readFile(outside, 'utf8')).toBe('x');
        expect(await left()).toEqual(['victim']);
      } finally {
        await nodeFs.rm(outside);
      }
    });
  });

  it('deletes an unfinished report of a killed process after an hour', async () => {
    const name = (await write('a')).split('/').pop() ?? '';
    const [old, young, foreign] = [`.${name}.0123456789ab.tmp`, `.${name}.ba9876543210.tmp`, '.other.0123456789ab.tmp'];
    for (const each of [old, young, foreign]) await nodeFs.writeFile(join(directory, each), 'half');
    for (const each of [old, foreign]) await age(join(directory, each), 2 * HOUR_MS);
    await clean({});
    expect((await nodeFs.readdir(directory)).filter(each => each.endsWith('.tmp')).sort()).toEqual(
      [foreign, young].sort(),
    );
  });

  it('deletes a list after the last of its files, and not on its day', async () => {
    const path = await write('a');
    const lists = () => nodeFs.readdir(join(directory, '.written'));
    await nodeFs.rm(path);
    await clean({});
    expect(await lists()).toHaveLength(1);
    await write('b');
    await clean({ maxAge: '90d' }, Date.now() + 4 * DAY_MS);
    expect(await lists()).toHaveLength(1);
    await clean({ maxAge: '1d' }, Date.now() + 4 * DAY_MS);
    expect(await lists()).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it('does nothing without a directory', async () => {
    await nodeFs.rm(directory, { recursive: true });
    await clean({ maxFiles: 1 });
    await nodeFs.mkdir(directory);
  });
});
