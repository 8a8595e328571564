import { Inject, Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import type { ExecutionDescription, FinishedExecution } from '../model/finished-execution.interface.js';
import type { CallSite } from './call-site.js';
import { Execution, type SpanRunner } from './execution.js';
import { EXECUTION_RECORDER, type ExecutionRecorder, type HeldExecution } from './execution-recorder.interface.js';
import { snapshotOf } from './execution-snapshot.js';
import { poolHolderOf } from './pool-blame.js';
import {
  EXECUTION_COST,
  EXECUTION_POLICY,
  EXECUTION_STATS,
  RECORDING_LEVEL,
  SLOW_EXECUTIONS,
  type ExecutionCost,
  type ExecutionPolicy,
  type ExecutionStats,
  type RecordingLevelSource,
  type SlowExecutions,
} from './ports.interface.js';

/** Ids stay small integers. One is used again only when nothing refers to it any more. */
const MAX_ID = 0x3fff_ffff;

/**
 * Begins and ends executions: counts each of them, and hands on the slow ones.
 *
 * @internal
 */
@Injectable()
export class Executions {
  private lastId = 0;

  constructor(
    @Inject(EXECUTION_POLICY) private readonly policy: ExecutionPolicy,
    @Inject(EXECUTION_RECORDER) private readonly recorder: ExecutionRecorder,
    @Inject(EXECUTION_STATS) private readonly stats: ExecutionStats,
    @Inject(EXECUTION_COST) private readonly cost: ExecutionCost,
    @Inject(SLOW_EXECUTIONS) private readonly slow: SlowExecutions,
    @Inject(RECORDING_LEVEL) private readonly levels: RecordingLevelSource,
    private readonly logger: MonitorLogger,
  ) {}

  /** False where executions have a root span only. Fixed at the start. */
  get spansOn(): boolean {
    return this.policy.spansOn;
  }

  /** Begins an execution that gets its name later. */
  begin(tracer: SpanRunner, kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Execution {
    this.lastId = this.lastId === MAX_ID ? 1 : this.lastId + 1;
    const slowAfterMs = thresholdMs ?? this.policy.thresholdMs;
    const execution = new Execution(tracer, this.lastId, kind, site, clock(), slowAfterMs);
    this.recorder.began(execution);
    return execution;
  }

  /** Begins an execution that is named by its call site, and watched as the patterns allow. */
  beginNamed(tracer: SpanRunner, kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Execution {
    const execution = this.begin(tracer, kind, site, thresholdMs);
    execution.name = site.name;
    execution.handler = site.handlerName;
    execution.muted = site.isSkipped === true;
    if (this.policy.hasPatterns && !this.policy.watchesName(site.name)) execution.muted = true;
    return execution;
  }

  /** @param mayRaise false when the monitor is stopped: then slow executions raise no alerts */
  finish(execution: Execution, now: MonotonicMs, mayRaise: boolean): void {
    if (execution.finished) return;
    execution.finished = true;
    execution.end = now;
    execution.root.end = now;
    const slow = execution.isSlow(now);
    this.stats.record(execution.kind, execution.name, now - execution.start, slow);
    this.cost.countExecution(execution.spans.length);
    if (slow && !execution.muted && mayRaise) this.raise(execution);
    else this.forget(execution);
  }

  /** Drops an execution as if it had never begun. */
  abandon(execution: Execution): void {
    execution.finished = true;
    this.forget(execution);
  }

  /** An execution hangs. Its report is made while it goes on, and its end is reported, too. */
  raiseStuck(execution: Execution, now: MonotonicMs): void {
    const snapshot = snapshotOf(execution, now);
    this.handOn(snapshot, this.recorder.holdSnapshot(snapshot, execution), true);
  }

  private forget(execution: Execution): void {
    this.recorder.ended(execution);
    execution.forgetSpans();
  }

  private raise(execution: Execution): void {
    this.handOn(execution, this.recorder.hold(execution), false);
  }

  private handOn(execution: Execution, held: HeldExecution, isStuck: boolean): void {
    try {
      this.slow.raise({ ...this.summaryOf(execution), ...(isStuck && { stuck: true }) }, held);
    } catch (error) {
      held.release();
      this.logger.failure('A slow execution could not be reported', error);
    }
  }

  /** The facts that an alert needs once the execution is over. */
  private summaryOf(execution: Execution): FinishedExecution {
    const { id, kind, name, handler, start, end, thresholdMs, outcome } = execution;
    const level = this.levels.lowestBetween(start, end);
    const description = this.describe(execution);
    const poolHolder = poolHolderOf(execution);
    return {
      id,
      kind,
      name,
      handler,
      start,
      durationMs: end - start,
      thresholdMs,
      outcome,
      level,
      ...(poolHolder !== undefined && { poolHolder }),
      ...(execution.heldPool && { heldPool: true }),
      description,
    };
  }

  private describe({ transport }: Execution): ExecutionDescription | undefined {
    try {
      return transport?.capture();
    } catch (error) {
      this.logger.failure('The facts of a slow execution could not be captured', error);
      return undefined;
    }
  }
}
