import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Keyv } from 'keyv';
import { FileKeyvStore } from '../../../../lib/alerts/claims/file/file-keyv-store.js';
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
  return {
    store: new FileKeyvStore(join(directory, 'claims'), () => now).claims,
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
