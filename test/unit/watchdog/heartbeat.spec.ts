import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BEATS, Heartbeat, IS_WATCHED } from '../../../lib/watchdog/heartbeat.js';

describe('Heartbeat', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('counts in shared memory from the start on, and whether the loop is watched', () => {
    const heartbeat = new Heartbeat();
    let isWatched = true;
    heartbeat.start(250, () => isWatched);
    expect([heartbeat.state[BEATS], heartbeat.state[IS_WATCHED]]).toEqual([1, 1]);
    jest.advanceTimersByTime(1_000);
    isWatched = false;
    jest.advanceTimersByTime(250);
    expect([heartbeat.state[BEATS], heartbeat.state[IS_WATCHED]]).toEqual([6, 0]);
    expect(heartbeat.lastAt).toBe(performance.now());
    heartbeat.stop();
    jest.advanceTimersByTime(1_000);
    expect(heartbeat.state[BEATS]).toBe(6);
    expect(heartbeat.state.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
