import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { BlockedLoop, CallStack } from '../../../lib/watchdog/blocked-loop.interface.js';
import { BEATS, IS_WATCHED } from '../../../lib/watchdog/heartbeat.js';
import { LoopWatch, type ReadThread } from '../../../lib/watchdog/thread/loop-watch.js';

const STACK: CallStack = [{ name: 'renderCsv', url: 'file:///app/orders.js', line: 3, column: 1 }];

/** The application's thread as the inspector shows it. */
class FakeThread implements ReadThread {
  /** Called before the n-th stack. */
  onStack: (number: number) => void = () => undefined;
  holder: object | undefined = { execution: 7, isReported: true };
  described: Partial<BlockedLoop> = { holder: 7 };
  stack: CallStack | undefined = STACK;
  stacks = 0;
  connected = 0;
  disconnected = 0;

  connect = (): this => {
    this.connected += 1;
    this.stacks = 0;
    return this;
  };

  async evaluate(expression: string): Promise<string | undefined> {
    if (expression === 'stack') this.onStack((this.stacks += 1));
    const answers: Record<string, unknown> = { holder: this.holder, stack: this.stack, describe: this.described };
    const answer = answers[expression];
    return answer === undefined ? undefined : JSON.stringify(answer);
  }

  disconnect(): void {
    this.disconnected += 1;
  }
}

describe('LoopWatch', () => {
  const state = new Int32Array(2);
  let main: FakeThread;
  const reported: [Partial<BlockedLoop>, readonly CallStack[]][] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    state[BEATS] = 1;
    state[IS_WATCHED] = 1;
    reported.length = 0;
    main = new FakeThread();
    new LoopWatch(
      {
        state,
        expressions: { holder: 'holder', stack: 'stack', describe: 'describe' },
        blockedAfterMs: 2_000,
        readEveryMs: 250,
      },
      async (loop, stacks) => void reported.push([loop, stacks]),
      main.connect,
    ).start();
  });
  afterEach(() => {
    expect(main.disconnected).toBe(main.connected);
    jest.useRealTimers();
  });

  it('reports a blocked loop with five stacks, once', async () => {
    await jest.advanceTimersByTimeAsync(2_000);
    expect(main.connected).toBe(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(reported).toEqual([[{ holder: 7 }, [STACK, STACK, STACK, STACK, STACK]]]);
    expect(main.connected).toBe(1);
  });

  it('reports the next hang, too', async () => {
    await jest.advanceTimersByTimeAsync(10_000);
    state[BEATS] = 2;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(reported).toHaveLength(2);
  });

  it.each([1, 3, 5])('does not report a loop that comes back at stack %i', async number => {
    main.onStack = at => (state[BEATS] = at === number ? 2 : (state[BEATS] ?? 0));
    await jest.advanceTimersByTimeAsync(3_000);
    expect(reported).toEqual([]);
  });

  it('does not report a loop that comes back after the last stack', async () => {
    main.onStack = at => {
      if (at === 5) setTimeout(() => (state[BEATS] = 2), 150);
    };
    await jest.advanceTimersByTimeAsync(3_000);
    expect(main.stacks).toBe(5);
    expect(reported).toEqual([]);
  });

  it('does not report while the code changes, and tries again', async () => {
    main.described = { holder: 8 };
    await jest.advanceTimersByTimeAsync(3_500);
    expect(reported).toEqual([]);
    main.described = { holder: 7 };
    await jest.advanceTimersByTimeAsync(3_000);
    expect(reported).toHaveLength(1);
  });

  it('waits for native code to return: it answers nothing', async () => {
    main.holder = undefined;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(main.stacks).toBe(0);
    main.holder = { execution: 7, isReported: true };
    await jest.advanceTimersByTimeAsync(3_000);
    expect(reported).toHaveLength(1);
  });

  it('reads no stack of code that it must not report', async () => {
    main.holder = { execution: 7, isReported: false };
    await jest.advanceTimersByTimeAsync(20_000);
    expect([main.stacks, main.connected, reported.length]).toEqual([0, 1, 0]);
  });

  it('does nothing while the application is not watched', async () => {
    state[IS_WATCHED] = 0;
    await jest.advanceTimersByTimeAsync(20_000);
    expect(main.connected).toBe(0);
  });

  it('gives up when the inspector fails, until the next hang', async () => {
    main.onStack = () => {
      throw new Error('no inspector');
    };
    await jest.advanceTimersByTimeAsync(20_000);
    expect([main.connected, reported.length]).toEqual([1, 0]);
    main.onStack = () => undefined;
    state[BEATS] = 2;
    await jest.advanceTimersByTimeAsync(20_000);
    expect(reported).toHaveLength(1);
  });
});
