import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { clock } from '../platform/clock.js';
import { clearInterval, setInterval } from '../platform/host-timers.js';
import type { Execution } from './execution.js';
import { EXECUTION_RECORDER, type ExecutionRecorder } from './execution-recorder.interface.js';
import { Executions } from './executions.js';

const SWEEP_MS = 1_000;
/** After a longer gap the process was stopped or blocked. Its executions first get the time to go on. */
const MAX_GAP_MS = 3 * SWEEP_MS;
/** In one sweep. The snapshots of many executions would hold the loop, so the rest follow in the next sweep. */
const MAX_CHECKED = 200;
const MAX_REPORTED = 20;
/** Input that arrives in such intervals is no hang. */
const INPUT_IDLE_MS = 10_000;
/** The default: so many times the threshold, and at least half a minute. */
const TIMES_THRESHOLD = 10;
const MIN_DEFAULT_MS = 30_000;
/** They have no client that waits for an answer, and may take hours. */
const WITHOUT_DEFAULT = new Set<ExecutionKind>(['queue', 'cron', 'function']);

/** The part of an input that had arrived at a time. */
interface Input {
  readonly bytes: number;
  readonly since: MonotonicMs;
}

/**
 * Finds executions that hang, and has each reported once, while it hangs. One timer for all of them: an execution costs
 * nothing before it ends.
 *
 * @internal
 */
@Injectable()
export class StuckExecutions {
  private timer: NodeJS.Timeout | undefined;
  private lastSweep: MonotonicMs = 0;
  /** Reported, or a repeat of one that was reported in the same sweep. */
  private readonly reported = new WeakSet<Execution>();
  private readonly inputs = new WeakMap<Execution, Input>();

  constructor(
    @Inject(EXECUTION_RECORDER) private readonly recorder: ExecutionRecorder,
    private readonly executions: Executions,
    private readonly live: LiveOptions,
    private readonly logger: MonitorLogger,
  ) {}

  start(): void {
    this.lastSweep = clock();
    this.timer ??= setInterval(() => this.sweep(clock()), SWEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private sweep(now: MonotonicMs): void {
    const isLate = now - this.lastSweep > MAX_GAP_MS;
    this.lastSweep = now;
    const { stuckAfterMs } = this.live.current;
    if (isLate || stuckAfterMs === false) return;
    try {
      const old = [...this.recorder.inFlight()].filter(execution => this.isOld(execution, now, stuckAfterMs));
      old.sort((a, b) => a.start - b.start);
      this.report(
        old.filter(execution => !this.goesOn(execution, now)),
        now,
      );
    } catch (error) {
      this.logger.failure('Executions that hang could not be reported', error);
    }
  }

  /** Oldest first: those of one name have one alert. */
  private report(stuck: readonly Execution[], now: MonotonicMs): void {
    const names = new Set<string>();
    for (const execution of stuck.slice(0, MAX_CHECKED)) {
      if (names.size >= MAX_REPORTED) return;
      this.reported.add(execution);
      const name = `${execution.kind} ${execution.currentName}`;
      if (names.has(name)) continue;
      names.add(name);
      this.executions.raiseStuck(execution, now);
    }
  }

  private isOld(execution: Execution, now: MonotonicMs, stuckAfterMs: number | undefined): boolean {
    const { kind, thresholdMs, start, muted, finished } = execution;
    if (muted || finished || (stuckAfterMs === undefined && WITHOUT_DEFAULT.has(kind))) return false;
    const byDefault = Math.max(MIN_DEFAULT_MS, thresholdMs * TIMES_THRESHOLD);
    return now - start >= Math.max(thresholdMs, stuckAfterMs ?? byDefault) && !this.reported.has(execution);
  }

  /** It sends its answer, receives its input, or waits for its client only. */
  private goesOn(execution: Execution, now: MonotonicMs): boolean {
    const { transport, awaitsInput, inputReceivedAt, outputHandedOverAt, hasAnswered } = execution;
    if (hasAnswered || outputHandedOverAt !== undefined || transport?.hasAnswered() === true) return true;
    if (!awaitsInput || inputReceivedAt !== undefined || transport === undefined) return false;
    const bytes = transport.bytesReceived();
    const input = this.inputs.get(execution);
    if (input?.bytes === bytes) return now - input.since < INPUT_IDLE_MS;
    this.inputs.set(execution, { bytes, since: now });
    return true;
  }
}
