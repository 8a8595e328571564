import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LockWatch } from '../../../../lib/instrumentation/locks/lock-watch.js';
import type { Libraries } from '../../../../lib/instrumentation/libraries/libraries.js';
import type { MonitorLogger } from '../../../../lib/logging/monitor.logger.js';
import type { ResolvedOptions } from '../../../../lib/options/resolved-options.interface.js';
import type { ExecutionRecorder } from '../../../../lib/tracing/execution-recorder.interface.js';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { executionOf, send, waitsFor } from './waiting.js';

describe('LockWatch', () => {
  let running: Execution[];
  let watch: LockWatch;
  let asked: number[][];
  let answer: (sessions: number[]) => Promise<{ rows: unknown[] }>;
  const failures: unknown[] = [];
  const closed = jest.fn();

  const watchWith = (explainLocks: object | undefined): LockWatch =>
    new LockWatch(
      { explainLocks } as ResolvedOptions,
      { inFlight: () => running } as unknown as ExecutionRecorder,
      { holdingOf: () => undefined } as unknown as Libraries,
      { failure: (_: string, error: unknown) => failures.push(error) } as unknown as MonitorLogger,
    );

  beforeEach(() => {
    jest.useFakeTimers();
    running = [];
    asked = [];
    failures.length = 0;
    answer = ([session = 0]) => Promise.resolve({ rows: [waitsFor(session, 99)] });
    watch = watchWith({
      totalCount: 1,
      idleCount: 1,
      waitingCount: 0,
      options: { max: 1 },
      connect: () => undefined,
      end: closed,
      query: (_: string, [sessions]: [number[]]) => {
        asked.push(sessions);
        return answer(sessions);
      },
    });
    watch.start();
  });
  afterEach(() => {
    watch.stop();
    expect(jest.getTimerCount()).toBe(0);
    expect(closed).not.toHaveBeenCalled();
    expect(failures).toEqual([]);
    jest.useRealTimers();
  });

  it('has the database confirm a lock while a statement waits, once for each execution', async () => {
    const execution = executionOf('GET /take');
    running = [execution, executionOf('GET /other')];
    const operation = send(execution, 7);
    await jest.advanceTimersByTimeAsync(400);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual([[7]]);
    expect(operation.lock).toEqual({
      table: 'stock',
      transaction: expect.objectContaining({
        owner: expect.objectContaining({ currentName: 'a session outside any watched execution (pid 99, psql)' }),
        endedAt: 0,
      }),
      isCertain: true,
    });
    operation.finish(performance.now(), false);
    send(execution, 7);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(1);
  });

  it('has the end of the transaction from its execution', async () => {
    const [holder, waiter] = [executionOf('POST /import', 0, 1e9), executionOf('GET /take')];
    running = [holder, waiter];
    send(holder, 99, 'BEGIN');
    send(holder, 99).finish(performance.now(), false);
    const operation = send(waiter, 7);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(operation.lock).toMatchObject({ isCertain: true, transaction: { owner: holder, endedAt: 0 } });
    send(holder, 99, 'COMMIT', 1_234);
    expect(operation.lock?.transaction.endedAt).toBe(1_234);
  });

  it('asks about those that a full pool has left out later', async () => {
    const execution = executionOf('GET /take');
    running = [execution];
    send(execution, 7);
    const pool = { totalCount: 1, idleCount: 0, waitingCount: 3, options: { max: 1 }, query: jest.fn() };
    const busy = watchWith(pool);
    watch.stop();
    busy.start();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(pool.query).not.toHaveBeenCalled();
    pool.idleCount = 1;
    pool.waitingCount = 0;
    pool.query.mockImplementation(() => Promise.resolve({ rows: [] }));
    await jest.advanceTimersByTimeAsync(2_000);
    expect(pool.query).toHaveBeenCalledTimes(1);
    busy.stop();
  });

  it.each([
    ['has another text', { query: 'delete from stock' }],
    ['belongs to another session', { pid: 8 }],
  ])('confirms nothing when the statement of the answer %s', async (_, more) => {
    const execution = executionOf('GET /take');
    running = [execution];
    const operation = send(execution, 7);
    answer = () => Promise.resolve({ rows: [waitsFor(7, 99, more)] });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(1);
    expect(operation.lock).toBeUndefined();
  });

  it('confirms nothing for a statement that has ended, and nothing after its stop', async () => {
    for (const end of [(operation: ReturnType<typeof send>) => operation.finish(1, false), () => watch.stop()]) {
      const execution = executionOf('GET /take');
      running = [execution];
      const operation = send(execution, 7);
      let release: (() => void) | undefined;
      answer = () => new Promise(resolve => (release = () => resolve({ rows: [waitsFor(7, 99)] })));
      await jest.advanceTimersByTimeAsync(900);
      end(operation);
      expect(release).toBeDefined();
      release?.();
      await jest.advanceTimersByTimeAsync(0);
      expect(operation.lock).toBeUndefined();
    }
  });

  it('has no timer without the option', () => {
    watch.stop();
    const without = watchWith(undefined);
    without.start();
    expect(jest.getTimerCount()).toBe(0);
    without.stop();
  });
});
