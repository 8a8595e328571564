import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Keyv } from 'keyv';
import { FileClaimStore } from '../../../../lib/alerts/claims/file/file-claim-store.js';
import { FileStore } from '../../../../lib/alerts/claims/file/file-store.js';
import { FileSweep } from '../../../../lib/alerts/claims/file/file-sweep.js';
import { KeyvClaimStore } from '../../../../lib/alerts/claims/keyv-claim-store.js';
import { MemoryClaimStore } from '../../../../lib/alerts/claims/memory-claim-store.js';
import { describeClaimStore } from '../../../contracts/claim-store.js';

describeClaimStore('memory', async () => {
  let now = 5_000;
  return { store: new MemoryClaimStore(() => now), advance: ms => (now += ms) };
});

describeClaimStore('files', async () => {
  let now = Date.parse('2026-11-23T09:00:00.000Z');
  const directory = await mkdtemp(join(tmpdir(), 'monitor-claims-'));
  const files = new FileStore(join(directory, 'claims'), () => now);
  const sweep = new FileSweep(files);
  // A sweep that has just read a text would see it expire by days, and delete the next one in its place.
  await sweep.stop();
  return {
    store: new FileClaimStore(files, sweep),
    advance: ms => (now += ms),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
});

describeClaimStore('a store with get and set only', async () => {
  let now = Date.parse('2026-11-23T09:00:00.000Z');
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
  return {
    store: new KeyvClaimStore(new Keyv()),
    advance: ms => (now += ms),
    dispose: async () => clock.mockRestore(),
  };
});
