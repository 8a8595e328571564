import { Inject, Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';
import type { ExecutionDescription, FinishedExecution } from '../model/finished-execution.interface.js';
import type { CallSite } from './call-site.js';
import { Execution, type SpanRunner } from './execution.js';
import { EXECUTION_RECORDER, type ExecutionRecorder, type HeldExecution } from './execution-recorder.interface.js';
import type { ExecutionOrigin } from './execution-origin.js';
import { snapshotOf } from './execution-snapshot.js';
import { poolHolderOf } from './pool-blame.js';
import { queuedTimeOf } from './queued-time.js';
import { callsLeftBy, mergeWithRoot, moveCall } from './work-left.js';
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

type OriginFacts = Pick<ExecutionOrigin, 'id' | 'kind' | 'name' | 'before'>;

/**
 * Calls that go on after their executions. A call that hangs has no end, and clients that give up leave more of them: further
 * ones end with their executions.
 */
export const MAX_CONTINUED = 1_000;

/**
 * Begins and ends executions: counts each of them, and hands on the slow ones.
 *
 * @internal
 */
@Injectable()
export class Executions {
  private lastId = 0;
  private continued = 0;

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
    const execution = new Execution(tracer, this.nextId(), kind, site, clock(), thresholdMs ?? this.policy.thresholdMs);
    this.recorder.began(execution);
    return execution;
  }

  /** Begins an execution that is named by its call site, and watched as the patterns allow. */
  beginNamed(tracer: SpanRunner, kind: ExecutionKind, site: CallSite, thresholdMs: number | undefined): Execution {
    const execution = this.begin(tracer, kind, site, thresholdMs);
    this.describeBy(execution, site);
    return execution;
  }

  /** @param mayRaise false when the monitor is stopped: then slow executions raise no alerts */
  finish(execution: Execution, now: MonotonicMs, mayRaise: boolean): void {
    if (execution.finished) return;
    if (execution.mayLeaveWork && mayRaise) this.continueWork(execution, now);
    if (execution.origin !== undefined) this.continued -= 1;
    execution.finished = true;
    execution.end = now;
    execution.root.end = now;
    const slow = execution.isSlow(now);
    const { queueThresholdMs } = this.policy;
    const isLate = queueThresholdMs !== false && (execution.transport?.queued?.ms ?? 0) >= queueThresholdMs;
    this.stats.record(execution.kind, execution.name, now - execution.start, slow);
    this.cost.countExecution(execution.spans.length);
    if ((slow || isLate) && !execution.muted && mayRaise) this.raise(execution);
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

  /** The execution as it is now, and the facts of a report about it, which say that it goes on. */
  snapshot(execution: Execution, now: MonotonicMs): { snapshot: Execution; summary: FinishedExecution } {
    const snapshot = snapshotOf(execution, now);
    return { snapshot, summary: { ...this.summaryOf(snapshot), stuck: true } };
  }

  private nextId(): number {
    return (this.lastId = this.lastId === MAX_ID ? 1 : this.lastId + 1);
  }

  private describeBy(execution: Execution, site: CallSite): void {
    const { policy } = this;
    execution.name = site.name;
    execution.handler = site.handlerName;
    execution.muted = site.isSkipped === true || (policy.hasPatterns && !policy.watchesName(site.name));
  }

  /** The calls that go on are executions of their own from their starts on. */
  private continueWork(ended: Execution, now: MonotonicMs): void {
    try {
      const left = callsLeftBy(ended).slice(0, MAX_CONTINUED - this.continued);
      const description = left.length === 0 ? undefined : this.describe(ended);
      for (const { span, own } of left) {
        const { kind, site = span.site, thresholdMs = this.policy.thresholdMs } = own;
        const execution = new Execution(ended.tracer, this.nextId(), kind, site, span.start, thresholdMs);
        this.describeBy(execution, site);
        execution.root.promise = span.promise;
        const places = moveCall(ended, span, execution);
        if (own.site === undefined) mergeWithRoot(span);
        execution.origin = { ...linkTo(ended, span.start), description, endedAt: now, places };
        this.continued += 1;
        this.recorder.continued(execution);
      }
    } catch (error) {
      this.logger.failure('The work that an execution left running cannot be watched', error);
    }
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
    const { id, kind, name, handler, start, end, thresholdMs, outcome, origin } = execution;
    const level = this.levels.lowestBetween(start, end);
    const description = this.describe(execution);
    const poolHolder = poolHolderOf(execution);
    const queued = queuedTimeOf(execution, this.policy.queueThresholdMs);
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
      ...(queued !== undefined && { queued }),
      ...(poolHolder !== undefined && { poolHolder }),
      ...(execution.heldPool && { heldPool: true }),
      ...(origin !== undefined && { origin }),
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

function linkTo({ id, kind, currentName: name, origin }: Execution, start: MonotonicMs): OriginFacts {
  return { id, kind, name, before: origin !== undefined && start < origin.endedAt ? origin : undefined };
}
