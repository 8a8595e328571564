import { describe, expect, it } from '@jest/globals';
import { schedule } from '../../../../lib/recorder/cutting/pool-schedule.js';

/** Jobs in the order of the queue, by their ends. */
const begins = (size: number, ...ends: (number | readonly [end: number, label: string])[]): number[] =>
  schedule(
    ends.map((each, index) => {
      const [endedAt, label] = typeof each === 'number' ? [each, 'crypto pbkdf2'] : each;
      return { id: index + 1, endedAt, owner: 0, label };
    }),
    size,
  ).map(({ begunAt }) => begunAt);

const FREE = -Infinity;

describe('schedule', () => {
  it('begins each job when the first thread is free', () => {
    expect(begins(2, 10, 30, 20, 40, 50)).toEqual([FREE, FREE, 10, 20, 30]);
    expect(begins(4, 10, 11, 12, 13, 20, 21)).toEqual([FREE, FREE, FREE, FREE, 10, 11]);
  });

  it('keeps a thread for a long job', () => {
    expect(begins(2, 1_000, 10, 20, 30)).toEqual([FREE, FREE, 10, 20]);
  });

  it('begins no job after its end', () => {
    expect(begins(1, 20, 10)).toEqual([FREE, 10]);
  });

  it('lets lookups take half of the threads only, and others the rest', () => {
    const lookup = (end: number) => [end, 'dns.lookup'] as const;
    expect(begins(4, lookup(100), lookup(110), lookup(200), 50)).toEqual([FREE, FREE, 100, FREE]);
    expect(begins(2, lookup(100), lookup(200), 50, 60)).toEqual([FREE, 100, FREE, 50]);
  });
});
