import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../lib/model/report.interface.js';
import type { UnsentAlert } from '../../../lib/watchdog/unsent-alert.interface.js';
import { UnsentFiles } from '../../../lib/watchdog/unsent-files.js';

/** A process that has ended. */
const ENDED = spawnSync(process.execPath, ['-e', '']).pid;

function alertOf(id: string, origin: Partial<UnsentAlert['process']> = {}): UnsentAlert {
  const report = { schemaVersion: 1, id } as Report;
  return {
    fingerprint: 'f',
    report,
    process: { id: 'other', pid: ENDED, host: hostname(), ...origin },
    deliveries: [],
  };
}

describe('UnsentFiles', () => {
  let directory: string;
  let files: UnsentFiles;
  const names = () => readdir(join(directory, '.unsent'));
  const left = async () => (await files.left()).map(({ report }) => report.id);
  const age = (id: string, ms: number) =>
    utimes(join(directory, '.unsent', `${id}.json`), new Date(), new Date(Date.now() - ms));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monitor-unsent-'));
    files = new UnsentFiles(directory, 'own');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('finds nothing in a directory that has none', async () => {
    expect(await left()).toEqual([]);
  });

  it('gives those of ended processes, oldest first, until they are removed', async () => {
    await files.write(alertOf('b-1'));
    await files.write(alertOf('a-1'));
    expect(await left()).toEqual(['a-1', 'b-1']);
    expect(await files.left()).toContainEqual(alertOf('a-1'));
    await files.remove(alertOf('a-1'));
    await files.remove(alertOf('a-1'));
    expect(await left()).toEqual(['b-1']);
  });

  it('leaves those of living processes to them', async () => {
    await files.write(alertOf('a', { id: 'own', pid: process.pid }));
    await files.write(alertOf('b', { pid: process.ppid }));
    await files.write(alertOf('c', { host: 'elsewhere' }));
    expect(await left()).toEqual([]);
    for (const id of ['a', 'b', 'c']) await age(id, 601_000);
    // The process with this pid is another one by now. One's own alert is sent by the message of the thread.
    expect(await left()).toEqual(['b', 'c']);
  });

  it('gives those of a process with the same pid: a container that was restarted', async () => {
    await files.write(alertOf('a', { pid: process.pid }));
    expect(await left()).toEqual(['a']);
  });

  it('deletes what is broken, foreign or older than a week, and ignores other names', async () => {
    await files.write(alertOf('old'));
    await age('old', 8 * 86_400_000);
    const unsent = join(directory, '.unsent');
    await writeFile(join(unsent, 'broken.json'), '{');
    await writeFile(join(unsent, 'null.json'), 'null');
    await writeFile(join(unsent, 'renamed.json'), JSON.stringify(alertOf('another')));
    await writeFile(join(unsent, 'Other.txt'), '');
    await mkdir(join(unsent, 'folder.json'));
    expect(await left()).toEqual([]);
    expect((await names()).sort()).toEqual(['Other.txt', 'folder.json']);
  });

  it('gives at most 20', async () => {
    for (let index = 0; index < 25; index += 1) await files.write(alertOf(`a-${index}`));
    expect(await left()).toHaveLength(20);
  });
});
