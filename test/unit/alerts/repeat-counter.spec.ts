import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RepeatCounter } from '../../../lib/alerts/repeat-counter.js';

describe('RepeatCounter', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-23T09:00:00.000Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells what was counted since the last alert, once', () => {
    const repeats = new RepeatCounter();
    repeats.begin('a');
    jest.setSystemTime(new Date('2026-11-23T10:00:00.000Z'));
    repeats.add('a', 1500);
    repeats.add('a', 4000);
    repeats.add('a', 1200);
    repeats.add('b', 9000);
    expect(repeats.take('a')).toEqual({ count: 3, worstMs: 4000, since: '2026-11-23T09:00:00.000Z' });
    expect(repeats.take('a')).toEqual({ count: 0, worstMs: 0, since: '2026-11-23T10:00:00.000Z' });
  });

  it('adds what is given back to what was counted meanwhile', () => {
    const repeats = new RepeatCounter();
    repeats.add('a', 1500);
    const taken = repeats.take('a');
    jest.setSystemTime(new Date('2026-11-23T10:00:00.000Z'));
    repeats.add('a', 1000);
    repeats.giveBack('a', taken);
    expect(repeats.take('a')).toEqual({ count: 2, worstMs: 1500, since: '2026-11-23T09:00:00.000Z' });
  });

  it('holds 10 000 endpoints, and forgets the first for one more', () => {
    const repeats = new RepeatCounter();
    for (let index = 0; index < 10_000; index += 1) repeats.add(`k${index}`, 1);
    repeats.add('k0', 1);
    repeats.add('one more', 1);
    expect(repeats.take('k0').count).toBe(0);
    expect(repeats.take('k1').count).toBe(1);
    expect(repeats.take('one more').count).toBe(1);
  });
});
