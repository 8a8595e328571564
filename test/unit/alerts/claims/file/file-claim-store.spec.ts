import { mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { newClaim } from '../../../../../lib/alerts/claims/claim-key.js';
import type { Claim } from '../../../../../lib/alerts/claims/claim-store.interface.js';
import { FileKeyvStore } from '../../../../../lib/alerts/claims/file/file-keyv-store.js';
import { FileStore } from '../../../../../lib/alerts/claims/file/file-store.js';
import { FileSweep } from '../../../../../lib/alerts/claims/file/file-sweep.js';
import { until } from '../../../../support/until.js';

const LEASE = 1_000;
const WINDOW = 864_000_000;
const YEAR = 365 * 86_400_000;

describe('claims in files', () => {
  let parent = '';
  let directory = '';
  let now = Date.parse('2026-11-23T09:00:00.000Z');
  /** Without its own sweeps: one that has just read a text would see it expire by days, and delete the next one. */
  const open = (): FileKeyvStore => {
    const store = new FileKeyvStore(directory, () => now);
    void store.disconnect();
    return store;
  };

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'monitor-files-'));
    directory = join(parent, '.claims');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  async function sent(store: FileKeyvStore, key: string): Promise<Claim> {
    const claim = newClaim(key);
    await store.claims.claim(claim, LEASE);
    await store.claims.confirm(claim, WINDOW, 1_000);
    return claim;
  }
  const isGranted = async (store: FileKeyvStore, key: string): Promise<boolean> =>
    (await store.claims.claim(newClaim(key), LEASE)) === undefined;
  const files = async (): Promise<string[]> =>
    (await readdir(directory, { recursive: true })).filter(name => name.includes('.'));

  it('keeps claims through a restart', async () => {
    await sent(open(), 'a');
    expect(await isGranted(open(), 'a')).toBe(false);
  });

  it('creates files that only the owner can read, with names that reveal nothing', async () => {
    await sent(open(), 'GET /secret');
    const names = await files();
    expect(names.join()).not.toContain('secret');
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o077).toBe(0);
    expect((await stat(directory)).mode & 0o077).toBe(0);
  });

  it('leaves one file for each claim, whether it was confirmed, released or expired', async () => {
    const store = open();
    await sent(store, 'a');
    now += WINDOW;
    await sent(store, 'a');
    await store.claims.claim(newClaim('b'), LEASE);
    const released = newClaim('c');
    await store.claims.claim(released, LEASE);
    await store.claims.release(released);
    expect(await files()).toHaveLength(3);
    now += LEASE + 60_001;
    await new FileSweep(new FileStore(directory, () => now)).sweep();
    expect(await files()).toHaveLength(1);
  });

  it.each([
    ['an hour', 3_600_000],
    ['a year', YEAR],
  ])('a window still ends after the clock was set back by %s', async (_, back) => {
    await sent(open(), 'a');
    now -= back;
    expect(await isGranted(open(), 'a')).toBe(false);
    now += WINDOW - 1;
    expect(await isGranted(open(), 'a')).toBe(false);
    now += 1;
    expect(await isGranted(open(), 'a')).toBe(true);
  });

  it('a window ends when the clock is set forward past its end', async () => {
    await sent(open(), 'a');
    now += YEAR;
    expect(await isGranted(open(), 'a')).toBe(true);
  });

  it('an unreadable file counts as expired', async () => {
    await sent(open(), 'a');
    const [name] = await files();
    await writeFile(join(directory, name ?? ''), '{"text":');
    expect(await isGranted(open(), 'a')).toBe(true);
    expect(await isGranted(open(), 'a')).toBe(false);
  });

  it('continues after its directory was deleted', async () => {
    const store = open();
    await sent(store, 'a');
    await rm(directory, { recursive: true });
    expect(await isGranted(store, 'a')).toBe(true);
    expect(await isGranted(store, 'a')).toBe(false);
  });

  it('lets one of two writers with the same snapshot succeed, even when its file was deleted', async () => {
    const store = new FileStore(directory, () => now);
    const none = await store.read('a');
    expect(await store.putAfter('a', none, 'first', LEASE)).toBe(true);
    expect(await store.putAfter('a', none, 'late', LEASE)).toBe(false);

    const first = await store.read('a');
    expect(await store.putAfter('a', first, 'second', LEASE)).toBe(true);
    const second = await store.read('a');
    await store.putAfter('a', second, 'third', LEASE);
    // The file of its generation is deleted, but a later generation exists.
    expect(await store.putAfter('a', first, 'far too late', LEASE)).toBe(false);
    expect((await store.read('a')).stored?.text).toBe('third');

    await rm(directory, { recursive: true });
    expect(await store.putAfter('a', second, 'after all is gone', LEASE)).toBe(false);
    expect(await files()).toEqual([]);
  });

  it.each<[string, (store: FileKeyvStore, claim: Claim) => Promise<unknown>]>([
    ['was released', (store, claim) => store.claims.release(claim)],
    ['was deleted from the cache', store => store.delete('a')],
    [
      'was swept',
      async () => {
        now += LEASE + 60_001;
        await new FileSweep(new FileStore(directory, () => now)).sweep();
      },
    ],
  ])('an old snapshot can neither put nor expire the claim after one that %s', async (_, end) => {
    const store = open();
    const late = new FileStore(directory, () => now);
    await store.claims.claim(newClaim('a'), LEASE);
    now += LEASE;
    const snapshot = await late.read('a');
    const between = newClaim('a');
    expect(await store.claims.claim(between, LEASE)).toBeUndefined();
    await end(store, between);
    const holder = newClaim('a');
    expect(await store.claims.claim(holder, LEASE)).toBeUndefined();
    expect(await late.putAfter('a', snapshot, 'late', LEASE)).toBe(false);
    await late.expire('a', snapshot);
    expect(await store.claims.claim(newClaim('a'), LEASE)).toMatchObject({ token: holder.token });
    expect(await store.claims.confirm(holder, WINDOW, 1_000)).toBe(true);
  });

  it.each([
    ['a file has its name', () => writeFile(directory, '')],
    ['a link has its name', () => symlink(tmpdir(), directory)],
    ['its parent is a link', () => rm(parent, { recursive: true }).then(() => symlink(tmpdir(), parent))],
  ])('rejects when %s', async (_, prepare) => {
    await prepare();
    await expect(open().claims.claim(newClaim('a'), LEASE)).rejects.toThrow();
  });

  describe('sweep', () => {
    it('keeps claims that are held, and deletes texts that expired a while ago and temporary files of a crash', async () => {
      const store = open();
      await sent(store, 'holds');
      await store.claims.claim(newClaim('runs out'), LEASE);
      now += LEASE + 60_001;
      await store.claims.claim(newClaim('just taken'), LEASE);
      const [bucket] = await readdir(directory);
      const orphan = join(directory, bucket ?? '', '.0011.tmp');
      await writeFile(orphan, '');
      await utimes(orphan, new Date(0), new Date(0));
      await new FileSweep(new FileStore(directory, () => now)).sweep();
      expect(await files()).toHaveLength(2);
      expect(await isGranted(store, 'holds')).toBe(false);
    });

    it('starts with the first new text after a restart', async () => {
      await sent(open(), 'holds');
      await open().claims.claim(newClaim('runs out'), LEASE);
      now += LEASE + 60_001;
      const store = new FileKeyvStore(directory, () => now);
      await store.claims.claim(newClaim('just taken'), LEASE);
      await until(async () => (await files()).length === 2, 'a sweep');
      await store.disconnect();
      expect(await isGranted(open(), 'holds')).toBe(false);
    });

    it('keeps the texts that expire last when there are too many', async () => {
      const store = open();
      for (const key of ['a', 'b', 'c', 'd'])
        await store.set(key, key, key === 'a' ? undefined : key.charCodeAt(0) * 1_000);
      await new FileSweep(new FileStore(directory, () => now), 2).sweep();
      expect(await Promise.all(['a', 'b', 'c', 'd'].map(key => store.has(key)))).toEqual([true, false, false, true]);
    });
  });

  it('is a store for cache-manager, and keeps its values through a restart', async () => {
    const create = () => createCache({ stores: [new Keyv({ store: open() })] });
    await create().set('key', { any: ['value'] }, 60_000);
    expect(await create().get('key')).toEqual({ any: ['value'] });
    await create().set('key', 'other', 60_000);
    expect(await create().get('key')).toBe('other');
    await create().del('key');
    expect(await create().get('key')).toBeUndefined();
    await create().set('key', 1);
    await create().clear();
    expect(await create().get('key')).toBeUndefined();
  });
});
