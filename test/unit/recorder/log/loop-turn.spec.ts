import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { boundStoreReader } from '../../../../lib/recorder/attribution/bound-context.js';
import { RecentCallbacks } from '../../../../lib/recorder/attribution/recent-callbacks.js';
import {
  BOUND,
  IMMEDIATE,
  MACROTASK,
  QUEUED,
  ResourceClasses,
  TIMER,
} from '../../../../lib/recorder/attribution/resource-class.js';

describe('RecentCallbacks', () => {
  it('finds the task of a callback by its scope, and whether it is uncertain whose that is', () => {
    const callbacks = new RecentCallbacks();
    const [socket, timer] = [{}, {}];
    callbacks.add(7, socket, true);
    callbacks.add(263, timer, false);
    expect([7, 263].map(id => callbacks.taskAt(callbacks.find(id)))).toEqual([socket, timer]);
    expect([7, 263].map(id => callbacks.isSharedAt(callbacks.find(id)))).toEqual([true, false]);
    expect([0, 8, 519].map(id => callbacks.find(id))).toEqual([-1, -1, -1]);
  });

  it('keeps the newest of a scope that runs again and again, and of too many', () => {
    const callbacks = new RecentCallbacks();
    const tasks = Array.from({ length: 5_000 }, () => ({}));
    for (const [id, task] of tasks.entries()) {
      callbacks.add(1, task, true);
      callbacks.add(id + 2, task, true);
    }
    expect(callbacks.taskAt(callbacks.find(1))).toBe(tasks.at(-1));
    expect(callbacks.taskAt(callbacks.find(5_001))).toBe(tasks.at(-1));
    expect(callbacks.find(2)).toBe(-1);
    callbacks.clear();
    expect(callbacks.find(1)).toBe(-1);
  });
});

describe('ResourceClasses', () => {
  const timer = setTimeout(() => undefined, 1);
  clearTimeout(timer);
  const immediate = setImmediate(() => undefined);
  clearImmediate(immediate);
  class TaskOfAPool extends AsyncResource {}

  it.each([
    ['a tick', { callback: () => undefined }, QUEUED],
    ['an addon', {}, MACROTASK],
    ['a timer', timer, TIMER],
    ['an immediate', immediate, IMMEDIATE],
    ['a bound callback', new AsyncResource('x'), BOUND],
    ["a library's own class of bound callbacks", new TaskOfAPool('x'), BOUND],
  ])('tell %s', (_, resource, kind) => {
    expect(new ResourceClasses().of(resource)).toBe(kind);
  });
});

describe('boundStoreReader', () => {
  it('reads the store that a resource was made in, whoever asks', () => {
    const storage = new AsyncLocalStorage<string>();
    const resource = storage.run('maker', () => new AsyncResource('x'));
    const outside = new AsyncResource('x');
    const seen: unknown[] = [];
    const read = boundStoreReader(storage);
    storage.run('caller', () => {
      seen.push(
        resource.runInAsyncScope(() => read(resource)),
        outside.runInAsyncScope(() => read(outside)),
      );
    });
    expect(seen).toEqual(['maker', undefined]);
  });
});
