import { describe, expect, it } from '@jest/globals';
import { RecentCallbacks } from '../../../../lib/recorder/attribution/recent-callbacks.js';

describe('RecentCallbacks', () => {
  it('finds the task of a callback by its scope, and whether the task is shared', () => {
    const callbacks = new RecentCallbacks();
    const [socket, timer] = [{}, {}];
    callbacks.add(7, socket, true);
    callbacks.add(263, timer, false);
    expect([7, 263].map(id => callbacks.taskAt(callbacks.find(id)))).toEqual([socket, timer]);
    expect([7, 263].map(id => callbacks.isSharedAt(callbacks.find(id)))).toEqual([true, false]);
    expect([0, 8, 519].map(id => callbacks.find(id))).toEqual([-1, -1, -1]);
  });

  it('keeps the newest callback of a repeated scope, and the newest of too many scopes', () => {
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
