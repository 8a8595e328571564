import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import {
  AS_PROVISIONAL,
  CONFIRM,
  CONTINUES_OTHER,
  ENTRY,
  FURTHER_TASK,
  KNOWN,
  NEXT_STATE,
  NO_ENTRY,
  PROVISIONAL,
  STARTS_CALLBACK,
  STARTS_OUTSIDE,
  STARTS_SHARED,
  TRANSITIONS,
  WITH_CALLBACK,
  WITH_CAUSE,
  WITHOUT_CAUSE,
} from '../attribution/loop-owner.js';
import type { WakeCauses } from '../attribution/wake-cause.js';
import { CALLBACK_FLAG, NO_CAUSE, PROVISIONAL_FLAG, type WakeNumber } from '../attribution/wake-number.js';
import { OUTSIDE } from './log-chunk.js';
import type { LogWriter } from './log-writer.js';
import type { LoopTurn } from './loop-turn.js';
import { chargeOutside } from './outside-code.js';

/**
 * The span that is charged for the loop's time now. Runs the state machine of `attribution/loop-owner.ts` and writes its
 * entries. Called for each event of the loop: it must not allocate or throw.
 *
 * @internal
 */
export class ChargedOwner {
  /** `undefined` for code outside all executions. */
  span: Span | undefined = undefined;
  /** How certain the span is: a state of `loop-owner.ts`. */
  state: number = KNOWN;
  /** The wake-up of the last provisional entry. */
  private provisional: WakeNumber = NO_CAUSE;

  constructor(
    private readonly turn: LoopTurn,
    private readonly causes: WakeCauses,
    private readonly writer: LogWriter,
  ) {}

  /** Another task of the same context starts, without a sleep before it. Returns whether it needs no entry. */
  keepsForTask(): boolean {
    const transition = TRANSITIONS[FURTHER_TASK + this.state] ?? 0;
    this.state = transition & NEXT_STATE;
    return (transition & ENTRY) === NO_ENTRY;
  }

  // Two rows of the table without the table: they are most of the entries, and the dispatch costs 2 to 4 ns.

  /** The event CALLS. */
  call(span: Span | undefined, now: MonotonicMs): void {
    if (this.state === PROVISIONAL) this.state = KNOWN;
    this.span = span;
    this.push(span, now, NO_CAUSE);
  }

  /** The event CONTINUES_OTHER. */
  continueOther(span: Span | undefined): void {
    this.state = KNOWN;
    this.span = span;
    this.push(span, clock(), this.causeFor(span));
  }

  /** A call by code of another execution, or of none. This turn ended the wait of an execution that began before it. */
  calledByOther(span: Span, now: MonotonicMs): void {
    const { execution } = span;
    const { start } = execution;
    execution.surelyIn = this.turn.number;
    if (start < this.turn.startedAt) this.change(CONTINUES_OTHER, span, now, false);
    // Its beginning took time, too: much of it, until that code has been compiled.
    else this.call(span, this.writer.lastTime <= start ? start : now);
  }

  /** As {@link calledByOther}. The code outside all executions that led to the call is charged to `span`, too. */
  recover(span: Span, now: MonotonicMs, isAlone: boolean): void {
    chargeOutside(this.writer, span, this.turn, this.causes, isAlone);
    this.calledByOther(span, now);
  }

  /**
   * Any event of the state machine.
   *
   * @param now `undefined` reads the clock, for an entry only
   * @param slept the loop slept before this task
   */
  change(event: number, span: Span | undefined, now: MonotonicMs | undefined, slept: boolean): void {
    const transition = TRANSITIONS[event + this.state] ?? 0;
    const entry = transition & ENTRY;
    if (entry === WITH_CAUSE) this.push(span, now ?? clock(), this.causeFor(span));
    else if (entry === WITH_CALLBACK) this.push(span, now ?? clock(), this.causeFor(span) | CALLBACK_FLAG);
    else if (entry === AS_PROVISIONAL) this.pushProvisional(span, now ?? clock(), slept);
    else if (entry === WITHOUT_CAUSE) this.push(span, now ?? clock(), NO_CAUSE);
    else if (entry === CONFIRM && !this.writer.unflagLast(CALLBACK_FLAG))
      this.push(span, now ?? clock(), this.causeFor(span));
    this.span = span;
    this.state = transition & NEXT_STATE;
  }

  /** The event for a callback that starts in the context of `span`. */
  startOf(span: Span | undefined, isShared: boolean, isConfirmed: boolean): number {
    const { task, number } = this.turn;
    if (span === undefined || task === undefined) return isShared ? STARTS_SHARED : STARTS_OUTSIDE;
    if (isConfirmed) return CONTINUES_OTHER;
    if (!isShared) return STARTS_CALLBACK;
    // No other execution waits for the client of a running one.
    if (!this.causes.isClient(task, span.execution)) return STARTS_SHARED;
    span.execution.surelyIn = number;
    return STARTS_CALLBACK;
  }

  clear(): void {
    this.span = undefined;
    this.state = KNOWN;
    this.forgetResources();
  }

  /** Releases timers and connections, which would stay in memory. */
  forgetResources(): void {
    this.turn.forgetCallbacks();
    this.causes.forgetReplies();
  }

  /** The first entry of a new segment. */
  mark(now: MonotonicMs): void {
    this.push(this.span, now, NO_CAUSE);
  }

  private causeFor(span: Span | undefined): WakeNumber {
    const { task } = this.turn;
    return span === undefined || task === undefined ? NO_CAUSE : this.causes.numberOf(task, span);
  }

  /** The next piece of the same reply needs no entry, unless the loop slept before it. */
  private pushProvisional(span: Span | undefined, now: MonotonicMs, slept: boolean): void {
    const { task } = this.turn;
    if (task === undefined) return;
    const number = PROVISIONAL_FLAG | this.causes.provisionalNumberOf(task, span?.execution);
    const isNextPiece = this.state === PROVISIONAL && span === this.span && number === this.provisional;
    if (isNextPiece && !slept) return;
    this.provisional = number;
    this.push(span, now, number);
  }

  private push(span: Span | undefined, now: MonotonicMs, number: WakeNumber): void {
    if (span === undefined) this.writer.push(now, OUTSIDE, 0, number);
    else this.writer.push(now, span.execution.id, span.index, number);
  }
}
