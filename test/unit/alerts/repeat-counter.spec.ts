import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mostRepeats, RepeatCounter } from '../../../lib/alerts/repeat-counter.js';

const NINE = Date.parse('2026-11-23T09:00:00.000Z');
const TEN = Date.parse('2026-11-23T10:00:00.000Z');

describe('RepeatCounter', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: NINE });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('returns the count since the last alert, once', () => {
    const repeats = new RepeatCounter();
    repeats.begin('a', 'n');
    jest.setSystemTime(TEN);
    for (const ms of [1500, 4000, 1200]) repeats.add('a', ['n'], ms);
    repeats.add('b', ['n'], 9000);
    expect(repeats.take('a', 'n')).toEqual({ count: 3, worstMs: 4000, since: NINE });
    expect(repeats.take('a', 'n')).toEqual({ count: 0, worstMs: 0, since: TEN });
  });

  it('counts for each notifier separately', () => {
    const repeats = new RepeatCounter();
    repeats.add('a', ['working', 'failing'], 1500);
    repeats.take('a', 'working');
    repeats.add('a', ['working', 'failing'], 1000);
    const counts = [repeats.take('a', 'working'), repeats.take('a', 'failing')];
    expect(counts).toMatchObject([{ count: 1 }, { count: 2 }]);
    expect(mostRepeats(counts)).toEqual({ count: 2, worstMs: 1500, since: '2026-11-23T09:00:00.000Z' });
    expect(mostRepeats([])).toMatchObject({ count: 0, worstMs: 0 });
  });

  it('adds a count that is given back to the new count', () => {
    const repeats = new RepeatCounter();
    repeats.add('a', ['n'], 1500);
    const taken = repeats.take('a', 'n');
    jest.setSystemTime(TEN);
    repeats.add('a', ['n'], 1000);
    repeats.giveBack('a', 'n', taken);
    expect(repeats.take('a', 'n')).toEqual({ count: 2, worstMs: 1500, since: NINE });
  });

  it('keeps 10 000 counts, and evicts the oldest for one more', () => {
    const repeats = new RepeatCounter();
    for (let index = 0; index < 10_000; index += 1) repeats.add(`k${index}`, ['n'], 1);
    repeats.add('k0', ['n'], 1);
    repeats.add('one more', ['n'], 1);
    expect(repeats.take('k0', 'n').count).toBe(0);
    expect(repeats.take('k1', 'n').count).toBe(1);
    expect(repeats.take('one more', 'n').count).toBe(1);
  });
});
