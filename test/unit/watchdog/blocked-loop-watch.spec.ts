import { EventEmitter } from 'node:events';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { BlockedLoopWatch } from '../../../lib/watchdog/blocked-loop-watch.js';
import { Heartbeat } from '../../../lib/watchdog/heartbeat.js';
import type { ThreadData } from '../../../lib/watchdog/thread-data.interface.js';
import type { ThreadMessage, UnsentAlert } from '../../../lib/watchdog/unsent-alert.interface.js';
import { resolveOptions } from '../../support/resolve-options.js';

class FakeWorker extends EventEmitter {
  isReferenced = true;
  isTerminated = false;
  readonly posted: unknown[] = [];
  unref(): void {
    this.isReferenced = false;
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  async terminate(): Promise<number> {
    this.isTerminated = true;
    return 0;
  }
}

function setUp(
  blockedAfter: number | false,
  startThread?: (options: WorkerOptions) => Worker,
  versions = process.versions,
) {
  const lines: string[] = [];
  const sent: UnsentAlert[] = [];
  const repeats: unknown[] = [];
  const worker = new FakeWorker();
  const started: WorkerOptions[] = [];
  const heartbeat = new Heartbeat();
  const live = new LiveOptions(resolveOptions({ blockedAfter, localFile: false }));
  const left = {
    ownId: 'own',
    starts: 0,
    start: () => void (left.starts += 1),
    stop: () => undefined,
    send: async (alert: UnsentAlert) => void sent.push(alert),
  };
  const counts = { deliveries: 0, sent: 0 };
  const start = (options: WorkerOptions): Worker => {
    started.push(options);
    return worker as unknown as Worker;
  };
  const watch = new BlockedLoopWatch(
    live,
    { heartbeat, isOf: () => false } as never,
    left as never,
    { all: () => ['log'] } as never,
    { isActive: true } as never,
    {
      delivery: () => (counts.deliveries += 1),
      alertSent: () => (counts.sent += 1),
      slowTally: { alerted: () => undefined },
    } as never,
    { suppressRepeat: (...args: unknown[]) => repeats.push(args) } as never,
    { warn: (line: string) => lines.push(line), failure: (line: string) => lines.push(line) } as never,
    versions,
    async () => ({ startThread: startThread ?? start }),
  );
  const beat = async () => heartbeat.state[0];
  return { watch, worker, started, lines, sent, repeats, left, counts, live, beat, heartbeat };
}

describe('BlockedLoopWatch', () => {
  afterEach(() => void jest.useRealTimers());

  it('starts nothing by default', async () => {
    const { watch, started, left, heartbeat } = setUp(false);
    await watch.start();
    expect([started.length, left.starts, heartbeat.state[0]]).toEqual([0, 0, 0]);
    await watch.stop();
  });

  it('starts one thread that does not keep the process alive, and ends it', async () => {
    jest.useFakeTimers();
    const { watch, worker, started, left, heartbeat } = setUp(2_000);
    await watch.start();
    await watch.start();
    expect([started.length, left.starts, worker.isReferenced]).toEqual([1, 1, false]);
    const { workerData, env, execArgv, resourceLimits } = started[0] as WorkerOptions;
    expect(workerData).toMatchObject({ blockedAfterMs: 2_000, readEveryMs: 250, receivers: ['log'], processId: 'own' });
    expect([execArgv, resourceLimits?.maxOldGenerationSizeMb]).toEqual([[], 256]);
    expect(Object.keys(env as object).filter(name => !/_proxy$/i.test(name))).toEqual([]);
    expect(() => structuredClone({ ...(workerData as ThreadData), state: undefined })).not.toThrow();
    jest.advanceTimersByTime(1_000);
    expect(heartbeat.state[0]).toBe(5);
    await watch.stop();
    expect(worker.isTerminated).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives changed options to the thread, until it ends', async () => {
    const { watch, worker, live } = setUp(2_000);
    await watch.start();
    live.replace({ ...live.current, alertWindowMs: 5 });
    await watch.stop();
    live.replace({ ...live.current, alertWindowMs: 6 });
    expect(worker.posted).toMatchObject([{ alertWindowMs: 5 }]);
  });

  it('logs once that the thread cannot start, and the application runs on', async () => {
    const { watch, lines, heartbeat } = setUp(2_000, () => {
      throw new Error('denied');
    });
    await watch.start();
    expect(lines).toEqual(['blockedAfter is not in force: its thread could not start']);
    expect(heartbeat.state[0]).toBe(0);
    await watch.stop();
  });

  it('starts none in a runtime without an inspector', async () => {
    const { watch, lines, started } = setUp(2_000, undefined, { ...process.versions, bun: '1.4' } as never);
    await watch.start();
    expect(started).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^blockedAfter is not in force: Bun 1\.4 has no/)]);
  });

  it('stops its heartbeat when the thread fails', async () => {
    jest.useFakeTimers();
    const { watch, worker, lines } = setUp(2_000);
    await watch.start();
    worker.emit('error', new Error('out of memory'));
    worker.emit('exit', 1);
    expect(lines).toEqual([expect.stringContaining('is not watched any more')]);
    expect(jest.getTimerCount()).toBe(0);
    await watch.stop();
  });

  it('ends a thread that the inspector is denied to', async () => {
    const { watch, worker, lines } = setUp(2_000);
    await watch.start();
    worker.emit('message', { type: 'refused', reason: 'denied' } satisfies ThreadMessage);
    expect([worker.isTerminated, lines]).toEqual([true, ['blockedAfter is not in force: denied']]);
    await watch.stop();
  });

  it('counts the alerts of the thread, and hands on the receivers that are left', async () => {
    const { watch, worker, counts, sent, repeats } = setUp(2_000);
    await watch.start();
    const alert = {
      report: { execution: { kind: 'http', name: 'GET /a' } },
      deliveries: [
        { notifier: 'webhook', outcome: 'delivered' },
        { notifier: 'mattermost', outcome: 'failed', reason: 'error' },
      ],
    } as unknown as UnsentAlert;
    worker.emit('message', { type: 'alert', alert } satisfies ThreadMessage);
    worker.emit('message', { type: 'repeat', fingerprint: 'f', durationMs: 5 } satisfies ThreadMessage);
    expect([counts, sent, repeats]).toEqual([{ deliveries: 2, sent: 1 }, [alert], [['f', 5]]]);
    await watch.stop();
  });
});
