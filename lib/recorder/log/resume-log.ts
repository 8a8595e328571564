import { clock } from '../../platform/clock.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import { boundStoreReader } from '../attribution/bound-context.js';
import { ASLEEP, NOBODY, type LogChunk } from './log-chunk.js';
import { LogWriter } from './log-writer.js';
import { LoopTurn } from './loop-turn.js';
import { listenToLoop, type LoopListener } from './loop-hooks.js';
import { BOUND, ResourceClasses } from '../attribution/resource-class.js';
import { ScopeStack } from './scope-stack.js';
import { SettleWatch } from './settle-watch.js';
import { WakeCauses } from '../attribution/wake-cause.js';
import { ALONE, GUESS, NO_CAUSE, type WakeNumber } from '../attribution/wake-number.js';

/** A pause between two callbacks longer than this is the loop sleeping; shorter ones are Node's own work. */
const SLEEP_FLOOR_MS = 0.02;

/**
 * Who owned the event loop, and since when: one entry for each change, made in the `before` hook of every async
 * resource. Joined by time to CPU samples it tells whose they are, through every await; by itself it is the exact CPU
 * time of each execution. What woke the loop is what the resumed execution had waited for.
 *
 * Cost of the pair of hooks on an await: 30 ns to 130 ns by Node's version; see `bench/`.
 *
 * @internal
 */
export class ResumeLog implements LoopListener {
  readonly causes = new WakeCauses();
  readonly settling: SettleWatch;
  /** How long the loop has slept since the start. */
  sleptMs = 0;

  private readonly writer: LogWriter;
  private readonly classes = new ResourceClasses();
  private readonly scopes = new ScopeStack();
  private readonly turn = new LoopTurn();
  private readonly boundStore = boundStoreReader(spanStorage);
  private stopListening: (() => void) | undefined = undefined;
  private current: Span | undefined = undefined;
  private lastAfter: MonotonicMs = 0;
  /** `current` comes from the context of an uncertain task: a guess, until a continuation confirms it. */
  private isGuess = false;
  private guess: WakeNumber = NO_CAUSE;
  /** `current` went on in a callback, and no continuation has followed: it may wait on. */
  private isAlone = false;
  private aloneIn = 0;
  /** Stands for the promise whose continuation runs: what runs inside it is nested, as in any other callback. */
  private continuation: unknown = undefined;

  constructor(
    private readonly tracer: Tracer,
    onRootSettled: (span: Span) => void,
    onNearlyFull: () => void,
  ) {
    this.settling = new SettleWatch(onRootSettled);
    this.writer = new LogWriter(onNearlyFull);
  }

  /** Chunks given up because no rotation came in time. */
  get chunksLost(): number {
    return this.writer.chunksLost;
  }

  /** May be called again after {@link stop}. */
  start(): void {
    this.lastAfter = clock();
    this.stopListening = listenToLoop(this, this.classes);
  }

  stop(): void {
    this.stopListening?.();
    this.stopListening = undefined;
    this.settling.forget();
    this.turn.forget();
    this.scopes.clear();
    this.continuation = this.current = undefined;
    this.isGuess = this.isAlone = false;
    this.writer.discard();
  }

  /** Code of `span` starts to run, by a call; returns whose code ran until now. */
  enter(span: Span, now: MonotonicMs): Span | undefined {
    const previous = this.current;
    if (span.execution !== previous?.execution) span.execution.surelyIn = this.turn.number;
    this.move(span, now);
    return previous;
  }

  /** The call came back: the caller's code runs on. */
  leave(previous: Span | undefined, now: MonotonicMs): void {
    this.move(previous, now);
  }

  /** Takes all entries so far away; the chunks belong to the caller. */
  take(): LogChunk[] {
    return this.writer.take();
  }

  /** Forgets all entries so far. */
  discard(): void {
    this.writer.discard();
    this.turn.forgetCallbacks();
  }

  /** Writes down who owns the loop now: the first entry of a new piece of the log. */
  mark(now: MonotonicMs): void {
    const { current } = this;
    if (current === undefined) this.writer.push(now, NOBODY, 0, NO_CAUSE);
    else this.writer.push(now, current.execution.id, current.index, NO_CAUSE);
  }

  resumed(mark: unknown): void {
    this.continuation = mark;
    const span = this.own(spanStorage.getStore());
    if (span !== this.current || this.isGuess || this.isAlone) this.goOn(span);
  }

  paused(mark: unknown): void {
    this.lastAfter = clock();
    if (mark === this.continuation) this.continuation = undefined;
  }

  settled(promise: unknown): void {
    this.settling.settled(promise, this.current);
  }

  entered(scope: number, resource: object, kind: number): void {
    const { turn } = this;
    // What was queued runs right after what queued it: there is no sleep to look for, and no clock to read.
    const wakes = kind > BOUND && this.scopes.isEmpty && this.continuation === undefined;
    const slept = wakes && this.woke(resource, kind);
    this.scopes.push(scope, this.current);
    const span = this.own(kind === BOUND ? this.boundStore(resource) : spanStorage.getStore());
    const isSure = this.isSure(span);
    const isGuess = turn.isUncertain && !isSure;
    if (isGuess || (wakes && span !== undefined)) turn.remember(scope, kind);
    if (!slept && span === this.current && !(wakes && (this.isGuess || (isGuess && span === undefined)))) return;
    this.resume(span, wakes ? turn.startedAt : clock(), isGuess, isSure ? 0 : ALONE);
  }

  left(scope: number): void {
    const now = clock();
    this.lastAfter = now;
    if (scope === this.continuation) return void (this.continuation = undefined);
    if (!this.scopes.isInnermost(scope)) return this.scopes.drop(scope);
    const owner = this.scopes.pop();
    // What was nested in a guess told nothing about it.
    if (this.isGuess && owner === this.current) return;
    if (!this.scopes.isEmpty || this.continuation !== undefined) this.move(owner, now);
  }

  /** Returns whether the loop had slept before. */
  private woke(resource: object, kind: number): boolean {
    const now = clock();
    this.turn.begin(resource, kind, now);
    if (now - this.lastAfter <= SLEEP_FLOOR_MS) return false;
    this.sleptMs += now - this.lastAfter;
    this.writer.push(this.lastAfter, ASLEEP, 0, NO_CAUSE);
    return true;
  }

  /** The span whose code is about to run, when it is this application's. */
  private own(span: Span | undefined): Span | undefined {
    return span !== undefined && span.execution.tracer === this.tracer ? span : undefined;
  }

  /** Whether the execution has run by a call or a continuation in this turn. */
  private isSure(span: Span | undefined): boolean {
    return span !== undefined && span.execution.surelyIn === this.turn.number;
  }

  /** By a call, or the return from one: a guess stays one. */
  private move(span: Span | undefined, now: MonotonicMs): void {
    const { task, isUncertain } = this.turn;
    if (isUncertain && task !== undefined && !this.isSure(span)) this.guessAt(span, now, task);
    else this.switchTo(span, now, NO_CAUSE);
  }

  private goOn(span: Span | undefined): void {
    if (span !== undefined) span.execution.surelyIn = this.turn.number;
    const isSameTurn = this.isAlone && span === this.current && this.aloneIn === this.turn.number;
    this.isAlone = false;
    if (!isSameTurn || !this.writer.unflagLast(ALONE)) this.resume(span, clock(), false, 0);
  }

  private resume(span: Span | undefined, now: MonotonicMs, isGuess: boolean, alone: WakeNumber): void {
    const { task, number } = this.turn;
    this.isAlone = false;
    // Nobody else waits for the client of an execution that is under way.
    if (isGuess && span !== undefined && task !== undefined && this.causes.isClient(task, span.execution)) {
      span.execution.surelyIn = number;
      isGuess = false;
    }
    if (isGuess && task !== undefined) this.guessAt(span, now, task);
    else if (span === undefined || task === undefined) this.switchTo(span, now, NO_CAUSE);
    else {
      this.isAlone = alone !== 0;
      this.aloneIn = number;
      this.switchTo(span, now, this.causes.numberOf(task, span.execution) | alone);
    }
  }

  private guessAt(span: Span | undefined, now: MonotonicMs, task: object): void {
    const guess = GUESS | this.causes.guessOf(task, span?.execution);
    const isNextPiece = this.isGuess && span === this.current && guess === this.guess;
    if (isNextPiece && this.turn.startedAt - this.lastAfter <= SLEEP_FLOOR_MS) return;
    this.switchTo(span, now, guess);
    this.isGuess = true;
    this.guess = guess;
  }

  private switchTo(span: Span | undefined, now: MonotonicMs, cause: WakeNumber): void {
    this.current = span;
    this.isGuess = false;
    if (span === undefined) this.writer.push(now, NOBODY, 0, cause);
    else this.writer.push(now, span.execution.id, span.index, cause);
  }
}
