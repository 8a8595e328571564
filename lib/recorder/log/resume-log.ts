import { clock } from '../../platform/clock.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import { boundStoreReader } from '../attribution/bound-context.js';
import { CONTINUES, KNOWN, PROVISIONAL, STARTS_SHARED } from '../attribution/loop-owner.js';
import { BOUND, POOL_JOB, ResourceClasses } from '../attribution/resource-class.js';
import { WakeCauses } from '../attribution/wake-cause.js';
import { NO_CAUSE } from '../attribution/wake-number.js';
import { ChargedOwner } from './charged-owner.js';
import { ASLEEP, type LogChunk } from './log-chunk.js';
import { LogWriter } from './log-writer.js';
import { LoopTurn } from './loop-turn.js';
import { subscribeToLoop, type LoopListener } from './loop-hooks.js';
import { PastOwners } from './past-owners.js';
import { reassign, type LogPart } from './reassignment.js';
import type { RecentExecutions } from './recent-executions.js';
import { RunningScopes } from './running-scopes.js';
import { SettleWatch } from './settle-watch.js';

/** A longer pause between two callbacks is a sleep of the loop; a shorter one is Node's own work. */
const SLEEP_FLOOR_MS = 0.02;

/**
 * The owner of the event loop over time: one entry for each change, written in the `before` hook of the async resources.
 * Joined to the CPU samples by time, it assigns each sample to an execution, through every await. The resource that woke
 * the loop is the cause that ended the execution's wait. `attribution/loop-owner.ts` decides the charge. 30 to 130 ns per await.
 *
 * @internal
 */
export class ResumeLog implements LoopListener {
  readonly causes = new WakeCauses();
  readonly settling: SettleWatch;
  readonly past: PastOwners;
  /** Milliseconds that the loop has slept since the start. */
  sleptMs = 0;

  private readonly writer: LogWriter;
  private readonly classes = new ResourceClasses();
  private readonly running = new RunningScopes();
  readonly turn = new LoopTurn(this.causes.sockets);
  readonly owner: ChargedOwner;
  private readonly boundStore = boundStoreReader(spanStorage);
  private unsubscribe: (() => void) | undefined = undefined;
  private lastAfter: MonotonicMs = 0;
  /** The continuation ended at {@link lastAfter}: its `async` function returned. Saves a third of the readings there. */
  private hasReturned = false;

  constructor(
    private readonly tracer: Tracer,
    onRootSettled: (span: Span) => void,
    onNearlyFull: () => void,
    private readonly segments: LogPart,
    private readonly executions: Pick<RecentExecutions, 'hasOthers' | 'running'>,
  ) {
    this.settling = new SettleWatch(onRootSettled);
    this.writer = new LogWriter(onNearlyFull);
    this.owner = new ChargedOwner(this.turn, this.causes, this.writer);
    this.past = new PastOwners(this.writer, segments, executions, this.owner);
  }

  /** Chunks that were dropped because no rotation came in time. */
  get chunksLost(): number {
    return this.writer.chunksLost;
  }

  start(): void {
    this.causes.sockets.start();
    this.lastAfter = clock();
    this.unsubscribe = subscribeToLoop(this, this.classes);
  }

  stop(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.settling.forget();
    this.turn.forget();
    this.running.clear();
    this.owner.clear();
    this.writer.discard();
  }

  /** A call starts to run code of `span`. Returns the span whose code ran until now. */
  enter(span: Span, now: MonotonicMs): Span | undefined {
    const previous = this.owner.span;
    if (span.execution === previous?.execution) this.call(span, now);
    else this.owner.calledByOther(span, now);
    return previous;
  }

  /** The call returned: the caller's code runs on. */
  leave(previous: Span | undefined, now: MonotonicMs): void {
    this.call(previous, now);
  }

  /** Changes past entries, and charges `to` from now on. */
  reassign(from: Span | undefined, to: Span, certainSince?: MonotonicMs): void {
    const { owner, turn } = this;
    const [own, now] = [this.own(to), clock()];
    const isAlone = !this.executions.hasOthers((from ?? to).execution.id, to.execution.id);
    if (from === undefined) return own && owner.recover(own, now, isAlone);
    const lost = { from, to: own, notBefore: to.execution.start, turnStart: turn.startedAt, certainSince, isAlone };
    if (reassign([this.writer, this.segments], lost, now)) {
      // More lost code may follow in this turn, up to the context's next continuation.
      turn.isShared = true;
      from.execution.surelyIn = 0;
    }
    if (own !== undefined) own.execution.surelyIn = turn.number;
    owner.call(own, now);
  }

  /** Removes all entries and returns them. The caller owns the chunks. */
  take(): LogChunk[] {
    return this.writer.take();
  }

  discard(): void {
    this.writer.discard();
    this.owner.forgetResources();
  }

  /** Writes the current owner as the first entry of a new segment. */
  mark(now: MonotonicMs): void {
    this.owner.mark(now);
  }

  resumed(mark: unknown): void {
    const { owner } = this;
    this.running.startContinuation(mark);
    this.hasReturned = false;
    const span = this.own(spanStorage.getStore());
    const isOwner = span === owner.span;
    // Nine in ten, and no transition. Outside all executions, a continuation shows no owner.
    if (isOwner && (owner.state === KNOWN || span === undefined)) return;
    if (span !== undefined) span.execution.surelyIn = this.turn.number;
    if (isOwner) owner.change(CONTINUES, span, undefined, false);
    else owner.continueOther(span);
  }

  paused(mark: unknown): void {
    if (this.hasReturned) this.hasReturned = false;
    else this.lastAfter = clock();
    this.running.endContinuation(mark);
  }

  settled(promise: unknown): void {
    const returnedAt = this.settling.settled(promise, this.owner.span);
    this.hasReturned = returnedAt !== 0;
    if (returnedAt !== 0) this.lastAfter = returnedAt;
  }

  entered(scope: number, resource: object, kind: number): void {
    const { turn, owner } = this;
    // A tick runs right after the callback that queued it, without a sleep: no clock is read.
    const isTask = kind > BOUND && this.running.isEmpty;
    const slept = isTask && this.woke(resource, kind);
    this.running.push(scope, owner.span);
    const span = this.own(kind === BOUND ? this.boundStore(resource) : spanStorage.getStore());
    if (isTask && kind === POOL_JOB) this.causes.jobs.add(scope, resource, span, turn.startedAt);
    const isConfirmed = turn.isConfirmed(span);
    const isShared = turn.isShared && !isConfirmed;
    if (isShared || (isTask && span !== undefined)) turn.remember(scope, kind);
    if (span === owner.span && !slept) {
      if (!isTask || (!(isShared && span === undefined) && owner.keepsForTask())) return;
    }
    owner.change(owner.startOf(span, isShared, isConfirmed), span, isTask ? turn.startedAt : undefined, slept);
  }

  left(scope: number): void {
    const now = clock();
    this.lastAfter = now;
    if (this.running.endContinuation(scope)) return;
    if (!this.running.isInnermost(scope)) return this.running.drop(scope);
    const previous = this.running.pop();
    // A nested callback does not confirm a provisional owner.
    if (this.owner.state === PROVISIONAL && previous === this.owner.span) return;
    if (!this.running.isEmpty) this.call(previous, now);
  }

  /** Returns whether the loop slept before this task. */
  private woke(resource: object, kind: number): boolean {
    const now = clock();
    this.turn.begin(resource, kind, now);
    if (now - this.lastAfter <= SLEEP_FLOOR_MS) return false;
    this.sleptMs += now - this.lastAfter;
    this.writer.push(this.lastAfter, ASLEEP, 0, NO_CAUSE);
    return true;
  }

  /** The span of the context, when it belongs to this application. */
  private own(span: Span | undefined): Span | undefined {
    return span !== undefined && span.execution.tracer === this.tracer ? span : undefined;
  }

  private call(span: Span | undefined, now: MonotonicMs): void {
    if (this.turn.isShared && !this.turn.isConfirmed(span)) this.owner.change(STARTS_SHARED, span, now, false);
    else this.owner.call(span, now);
  }
}
