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
/** The default: so many times the threshold, and at least half a minute. */
const TIMES_THRESHOLD = 10;
const MIN_DEFAULT_MS = 30_000;
/** They have no client that waits for an answer, and may take hours. */
const WITHOUT_DEFAULT = new Set<ExecutionKind>(['queue', 'cron', 'function']);

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
  private reported = new WeakSet<Execution>();

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
      const stuck = [...this.recorder.inFlight()].filter(execution => this.isStuck(execution, now, stuckAfterMs));
      for (const execution of stuck) {
        this.reported.add(execution);
        this.executions.raiseStuck(execution, now);
      }
    } catch (error) {
      this.logger.failure('Executions that hang could not be reported', error);
    }
  }

  private isStuck(execution: Execution, now: MonotonicMs, stuckAfterMs: number | undefined): boolean {
    const { kind, thresholdMs, start, muted, finished } = execution;
    if (muted || finished || (stuckAfterMs === undefined && WITHOUT_DEFAULT.has(kind))) return false;
    const byDefault = Math.max(MIN_DEFAULT_MS, thresholdMs * TIMES_THRESHOLD);
    if (now - start < Math.max(thresholdMs, stuckAfterMs ?? byDefault) || this.reported.has(execution)) return false;
    return !execution.hasAnswered && execution.transport?.hasAnswered() !== true;
  }
}
