import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LockQuestion } from '../../../../lib/instrumentation/locks/lock-question.js';
import type { LockPool } from '../../../../lib/options/lock-pool.interface.js';
import { waitsFor } from './waiting.js';

type Answer = Awaited<ReturnType<LockPool['query']>>;

const FREE = { totalCount: 2, idleCount: 2, waitingCount: 0, options: { max: 5 } };

describe('LockQuestion', () => {
  const failures: (readonly [string, string])[] = [];
  const sent: unknown[][] = [];
  let answer: () => Promise<Answer>;

  const questionOf = (counts: Partial<LockPool> = {}) => {
    const query = (_: string, values: unknown[]): Promise<Answer> => {
      sent.push(values);
      return answer();
    };
    const connect = (): never => {
      throw new Error('not called');
    };
    const pool = Object.freeze({ ...FREE, query, connect, ...counts });
    const failure = (line: string, error: unknown): void => {
      failures.push([line, (error as Error).message]);
    };
    return new LockQuestion(pool, { failure });
  };

  beforeEach(() => {
    jest.useFakeTimers();
    failures.length = sent.length = 0;
    answer = () => Promise.resolve({ rows: [waitsFor(7, 8)] });
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('asks for all sessions at once', async () => {
    const question = questionOf();
    expect(question.canAsk()).toBe(true);
    expect(await question.ask([7, 9])).toMatchObject([{ session: 7, holder: 8, application: 'psql', table: 'stock' }]);
    expect(sent).toEqual([[[7, 9]]]);
    expect(question.canAsk()).toBe(true);
  });

  it.each([
    ['a request waits for a connection', { waitingCount: 1 }],
    ['every connection is in use', { totalCount: 5, idleCount: 0 }],
    ['it would take the last one', { totalCount: 5, idleCount: 1 }],
    ['the application closes the pool', { ending: true }],
    ['its only one is in use', { totalCount: 1, idleCount: 0, options: { max: 1 } }],
  ])('asks nothing while %s', (_, counts) => {
    expect(questionOf(counts).canAsk()).toBe(false);
  });

  it('takes the only connection of a pool that is made for it', () => {
    expect(questionOf({ totalCount: 0, idleCount: 0, options: { max: 1 } }).canAsk()).toBe(true);
    expect(questionOf({ totalCount: 1, idleCount: 1, options: { max: 1 } }).canAsk()).toBe(true);
  });

  it('asks one question at a time, and gives up after two seconds', async () => {
    let end: (answer: Answer) => void = () => undefined;
    answer = () => new Promise(resolve => (end = resolve));
    const question = questionOf();
    const asking = question.ask([7]);
    expect(question.canAsk()).toBe(false);
    await jest.advanceTimersByTimeAsync(2_001);
    expect(await asking).toEqual([]);
    expect(failures).toEqual([
      ['Locks cannot be confirmed', 'no answer within 2000 ms: give explainLocks a pool of its own'],
    ]);
    // The connection is still in use, longer than the pause.
    await jest.advanceTimersByTimeAsync(120_000);
    expect(question.canAsk()).toBe(false);
    end({ rows: [] });
    await jest.advanceTimersByTimeAsync(0);
    expect(question.canAsk()).toBe(true);
  });

  it('logs no failure of a question that goes on at its end', async () => {
    answer = () => Promise.reject(new Error('Cannot use a pool after calling end on the pool'));
    const question = questionOf();
    const asking = question.ask([7]);
    question.end();
    expect(await asking).toEqual([]);
    expect(failures).toEqual([]);
  });

  it.each<[string, () => Promise<Answer>, string, string]>([
    [
      'a refusal',
      () => Promise.reject(Object.assign(new Error('permission denied for function x'), { code: '42501' })),
      'Locks cannot be confirmed: the role of explainLocks needs the right to call pg_blocking_pids() and to read pg_stat_activity',
      'permission denied for function x',
    ],
    [
      'statements that the role may not see',
      () => Promise.resolve({ rows: [waitsFor(7, 8, { query: '<insufficient privilege>' })] }),
      'Locks cannot be confirmed',
      'the role of explainLocks does not see the statements of the application: use the same role, or GRANT pg_read_all_stats to it',
    ],
    ['a lost connection', () => Promise.reject(new Error('ECONNREFUSED')), 'Locks cannot be confirmed', 'ECONNREFUSED'],
    [
      'an error at once',
      () => {
        throw new Error('broken pool');
      },
      'Locks cannot be confirmed',
      'broken pool',
    ],
    [
      'no answer at all',
      () => Promise.resolve(undefined as unknown as Answer),
      'Locks cannot be confirmed',
      'undefined',
    ],
  ])('logs %s once, and asks again after a minute', async (_, fails, line, reason) => {
    answer = fails;
    const question = questionOf();
    for (let minute = 0; minute < 3; minute += 1) {
      expect(question.canAsk()).toBe(true);
      expect(await question.ask([7])).toEqual([]);
      expect(question.canAsk()).toBe(false);
      jest.advanceTimersByTime(60_000);
    }
    expect(failures).toEqual([[line, expect.stringContaining(reason)]]);
    answer = () => Promise.resolve({ rows: [] });
    await question.ask([7]);
    answer = fails;
    await question.ask([7]);
    expect(failures).toHaveLength(2);
  });
});
