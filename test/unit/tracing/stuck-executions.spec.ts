import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import type { ExecutionKind } from '../../../lib/model/execution.interface.js';
import type { LiveOptions } from '../../../lib/options/live-options.js';
import type { ExecutionRecorder } from '../../../lib/tracing/execution-recorder.interface.js';
import { Execution } from '../../../lib/tracing/execution.js';
import type { Executions } from '../../../lib/tracing/executions.js';
import { StuckExecutions } from '../../../lib/tracing/stuck-executions.js';
import type { Tracer } from '../../../lib/tracing/tracer.interface.js';
import type { ExecutionTransport } from '../../../lib/tracing/transport.interface.js';
import { siteOf } from '../../support/call-site.js';

const SWEEP_MS = 1_000;

const make = (kind: ExecutionKind = 'http', thresholdMs = 1_000): Execution =>
  new Execution({} as Tracer, 1, kind, siteOf(kind), performance.now(), thresholdMs);

describe('StuckExecutions', () => {
  let running: Execution[];
  const raised: [Execution, number][] = [];
  const failures: unknown[] = [];
  const live = { current: { stuckAfterMs: undefined as number | false | undefined } };
  let stuck: StuckExecutions;

  beforeEach(() => {
    jest.useFakeTimers();
    running = [];
    raised.length = failures.length = 0;
    live.current = { stuckAfterMs: undefined };
    stuck = new StuckExecutions(
      { inFlight: () => running } as unknown as ExecutionRecorder,
      {
        raiseStuck: (execution: Execution, now: number) => raised.push([execution, now - execution.start]),
      } as unknown as Executions,
      live as LiveOptions,
      { failure: (_: string, error: unknown) => failures.push(error) } as unknown as MonitorLogger,
    );
    stuck.start();
  });
  afterEach(() => {
    stuck.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('reports each once, after ten times its threshold and at least 30 s', () => {
    running = [make(), make('rpc', 10_000)];
    jest.advanceTimersByTime(29_000);
    expect(raised).toEqual([]);
    jest.advanceTimersByTime(200_000);
    expect(raised).toEqual([
      [running[0], 30_000],
      [running[1], 100_000],
    ]);
  });

  it('watches jobs, schedules and functions only where the option is set', () => {
    running = [make('queue'), make('cron'), make('function'), make('event')];
    jest.advanceTimersByTime(60_000);
    expect(raised.map(([{ kind }]) => kind)).toEqual(['event']);
    live.current = { stuckAfterMs: 5_000 };
    jest.advanceTimersByTime(SWEEP_MS);
    expect(raised.map(([{ kind }]) => kind)).toEqual(['event', 'queue', 'cron', 'function']);
  });

  it('reports none before it is slow, whatever the option is', () => {
    live.current = { stuckAfterMs: 2_000 };
    running = [make('http', 20_000), make()];
    jest.advanceTimersByTime(20_000);
    expect(raised.map(([, ageMs]) => ageMs)).toEqual([2_000, 20_000]);
  });

  it('reports none that is muted, over, or has answered in part', () => {
    const [muted, over, answered, sending, pipelined] = (running = [make(), make(), make(), make(), make()]);
    if (pipelined) pipelined.outputHandedOverAt = 5;
    if (muted) muted.muted = true;
    if (over) over.finished = true;
    if (answered) answered.hasAnswered = true;
    if (sending) sending.transport = { hasAnswered: () => true } as unknown as ExecutionTransport;
    jest.advanceTimersByTime(60_000);
    expect(raised).toEqual([]);
  });

  it('reports none with `false`', () => {
    live.current = { stuckAfterMs: false };
    running = [make()];
    jest.advanceTimersByTime(600_000);
    expect(raised).toEqual([]);
  });

  it('gives executions the time to go on after the process was stopped', () => {
    const { sweep } = stuck as unknown as { sweep(this: StuckExecutions, now: number): void };
    running = [make()];
    const now = performance.now();
    sweep.call(stuck, now + 60_000);
    expect(raised).toEqual([]);
    sweep.call(stuck, now + 61_000);
    expect(raised.map(([, ageMs]) => ageMs)).toEqual([61_000]);
  });

  it('reports no request whose body arrives, and one whose client has stopped to send it', () => {
    const upload = make();
    let bytes = 0;
    upload.name = 'POST /upload';
    upload.awaitsInput = true;
    upload.transport = { hasAnswered: () => false, bytesReceived: () => bytes } as ExecutionTransport;
    running = [upload];
    for (let second = 0; second < 120; second++) {
      bytes += 1_000;
      jest.advanceTimersByTime(SWEEP_MS);
    }
    expect(raised).toEqual([]);
    jest.advanceTimersByTime(9_000);
    expect(raised).toEqual([]);
    jest.advanceTimersByTime(2 * SWEEP_MS);
    expect(raised).toHaveLength(1);
  });

  it('reports one of many with the same name, and at most 20 names a second, the oldest first', () => {
    const named = (name: string): Execution => Object.assign(make(), { name });
    const names = Array.from({ length: 50 }, (_, at) => `GET /${at}`);
    running = names.map(named);
    jest.advanceTimersByTime(1);
    running.push(...Array.from({ length: 5_000 }, () => named('GET /hot')));
    jest.advanceTimersByTime(29_999);
    expect(raised.map(([{ name }]) => name)).toEqual(names.slice(0, 20));
    jest.advanceTimersByTime(100 * SWEEP_MS);
    expect(raised.slice(0, 50).map(([{ name }]) => name)).toEqual(names);
    // Each sweep checks 200, and reports one of them.
    expect(raised.length).toBeGreaterThan(50);
    expect(raised.length).toBeLessThan(80);
  });

  it('survives a failure, and reports the others at the next sweep', () => {
    const broken = make();
    broken.transport = {
      hasAnswered: () => {
        throw new Error('gone');
      },
    } as unknown as ExecutionTransport;
    running = [broken];
    jest.advanceTimersByTime(31_000);
    expect(failures).toHaveLength(2);
    running = [make()];
    jest.advanceTimersByTime(31_000);
    expect(raised).toHaveLength(1);
  });
});
