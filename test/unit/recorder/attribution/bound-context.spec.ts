import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { boundStoreReader } from '../../../../lib/recorder/attribution/bound-context.js';

describe('boundStoreReader', () => {
  it('reads the store in which the resource was created, in any context', () => {
    const storage = new AsyncLocalStorage<string>();
    const resource = storage.run('creator', () => new AsyncResource('x'));
    const outside = new AsyncResource('x');
    const seen: unknown[] = [];
    const read = boundStoreReader(storage);
    storage.run('caller', () => {
      seen.push(
        resource.runInAsyncScope(() => read(resource)),
        outside.runInAsyncScope(() => read(outside)),
      );
    });
    expect(seen).toEqual(['creator', undefined]);
  });
});
