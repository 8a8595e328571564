import { clock } from '../execution/clock.js';
import { spanStorage } from '../execution/execution-context.js';
import type { MonotonicMs } from '../execution/execution.interface.js';
import type { Span } from '../execution/span.js';
import type { Tracer } from '../execution/tracer.interface.js';
import { ASLEEP, CHUNK_ENTRIES, LogChunk, NOBODY } from './log-chunk.js';
import { listenToLoop, type LoopListener } from './loop-hooks.js';
import { CONNECTION, isUnreferenced, QUEUED, ResourceClasses, TIMER } from './resource-class.js';
import { ScopeStack } from './scope-stack.js';
import { SettleWatch } from './settle-watch.js';
import { WakeCauses } from './wake-cause.js';
import { GUESS, NO_CAUSE, type WakeNumber } from './wake-number.js';

/** A pause between two callbacks longer than this is the loop sleeping; shorter ones are Node's own work. */
const SLEEP_FLOOR_MS = 0.02;
/** Full chunks that wait for the next rotation: 16 × 320 kB. Older ones are given up, and the recording says so. */
const MAX_SEALED_CHUNKS = 16;

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
  /** Chunks given up because no rotation came in time. */
  chunksLost = 0;
  /** How long the loop has slept since the start. */
  sleptMs = 0;

  private stopListening: (() => void) | undefined = undefined;
  private chunk = new LogChunk();
  private sealed: LogChunk[] = [];
  private spare: LogChunk | undefined = new LogChunk();
  private current: Span | undefined = undefined;
  private lastAfter: MonotonicMs = 0;
  private wokeAt: MonotonicMs = 0;
  private macrotask: object | undefined = undefined;
  /** The macrotask is a connection's, or a timer's that nobody need wait for: Node ticks for its `Date` header so. */
  private isUncertain = false;
  /** `current` is what such a macrotask's own context says: a guess, until a continuation confirms it. */
  private isGuess = false;
  private guess: WakeNumber = NO_CAUSE;
  /** Stands for the promise whose continuation runs: what runs inside it is nested, as in any other callback. */
  private continuation: unknown = undefined;
  private readonly classes = new ResourceClasses();
  private readonly scopes = new ScopeStack();

  constructor(
    private readonly tracer: Tracer,
    onRootSettled: (span: Span) => void,
    private readonly onNearlyFull: () => void,
  ) {
    this.settling = new SettleWatch(onRootSettled);
  }

  start(): void {
    this.lastAfter = clock();
    this.stopListening = listenToLoop(this, this.classes);
  }

  stop(): void {
    this.stopListening?.();
    this.stopListening = undefined;
    this.settling.forget();
    this.current = undefined;
    this.macrotask = undefined;
    this.sealed = [];
    this.chunk.length = 0;
  }

  /** Code of `span` starts to run, by a call; returns whose code ran until now. */
  enter(span: Span, now: MonotonicMs): Span | undefined {
    const previous = this.current;
    this.current = span;
    this.isGuess = false;
    this.append(now, span.execution.id, span.index, NO_CAUSE);
    return previous;
  }

  /** The call came back: the caller's code runs on. */
  leave(previous: Span | undefined, now: MonotonicMs): void {
    this.switchTo(previous, now, NO_CAUSE);
  }

  /** Takes all entries so far away; the chunks belong to the caller. */
  take(): LogChunk[] {
    const taken = this.sealed;
    this.sealed = [];
    if (this.chunk.length > 0) {
      taken.push(this.chunk.trimmed());
      this.chunk.length = 0;
    }
    return taken;
  }

  /** Forgets all entries so far. */
  discard(): void {
    this.spare ??= this.sealed[0];
    this.sealed = [];
    this.chunk.length = 0;
  }

  /** Writes down who owns the loop now: the first entry of a new piece of the log. */
  mark(now: MonotonicMs): void {
    const { current } = this;
    if (current === undefined) this.append(now, NOBODY, 0, NO_CAUSE);
    else this.append(now, current.execution.id, current.index, NO_CAUSE);
  }

  resumed(mark: unknown): void {
    this.continuation = mark;
    const span = this.spanNow();
    if (span !== this.current || this.isGuess) this.resume(span, clock(), false);
  }

  paused(mark: unknown): void {
    this.lastAfter = clock();
    if (mark === this.continuation) this.continuation = undefined;
  }

  settled(promise: unknown): void {
    this.settling.settled(promise, this.current);
  }

  entered(scope: number, resource: object, kind: number): void {
    // What was queued runs right after what queued it: there is no sleep to look for, and no clock to read.
    const wakes = kind !== QUEUED && this.scopes.isEmpty && this.continuation === undefined;
    const slept = wakes && this.woke(resource, kind);
    this.scopes.push(scope, this.current);
    const span = this.spanNow();
    if (!slept && span === this.current && !(wakes && (this.isGuess || (this.isUncertain && span === undefined))))
      return;
    this.resume(span, wakes ? this.wokeAt : clock(), this.isUncertain);
  }

  left(scope: number): void {
    const now = clock();
    this.lastAfter = now;
    if (scope === this.continuation) {
      this.continuation = undefined;
      return;
    }
    if (!this.scopes.isInnermost(scope)) return this.scopes.drop(scope);
    const owner = this.scopes.pop();
    // What was nested in a guess told nothing about it.
    if (this.isGuess && owner === this.current) return;
    if (!this.scopes.isEmpty || this.continuation !== undefined) this.switchTo(owner, now, NO_CAUSE);
  }

  /** Returns whether the loop had slept before. */
  private woke(resource: object, kind: number): boolean {
    this.wokeAt = clock();
    this.macrotask = resource;
    this.isUncertain = kind === CONNECTION || (kind === TIMER && isUnreferenced(resource));
    if (this.wokeAt - this.lastAfter <= SLEEP_FLOOR_MS) return false;
    this.sleptMs += this.wokeAt - this.lastAfter;
    this.append(this.lastAfter, ASLEEP, 0, NO_CAUSE);
    return true;
  }

  /** This application's span whose code is about to run. */
  private spanNow(): Span | undefined {
    const span = spanStorage.getStore();
    return span !== undefined && span.execution.tracer === this.tracer ? span : undefined;
  }

  private resume(span: Span | undefined, now: MonotonicMs, isGuess: boolean): void {
    const { macrotask } = this;
    // Nobody else waits for the client of an execution that is under way.
    if (isGuess && span !== undefined && macrotask !== undefined)
      isGuess = !this.causes.isClient(macrotask, span.execution);
    if (isGuess && macrotask !== undefined) this.guessAt(span, now, macrotask);
    else if (span === undefined || macrotask === undefined) this.switchTo(span, now, NO_CAUSE);
    else this.switchTo(span, now, this.causes.numberOf(macrotask, span.execution));
  }

  private guessAt(span: Span | undefined, now: MonotonicMs, macrotask: object): void {
    const guess = GUESS | this.causes.guessOf(macrotask, span?.execution);
    // The next piece from the same connection.
    if (this.isGuess && span === this.current && guess === this.guess && this.wokeAt - this.lastAfter <= SLEEP_FLOOR_MS)
      return;
    this.switchTo(span, now, guess);
    this.isGuess = true;
    this.guess = guess;
  }

  private switchTo(span: Span | undefined, now: MonotonicMs, cause: WakeNumber): void {
    this.current = span;
    this.isGuess = false;
    if (span === undefined) this.append(now, NOBODY, 0, cause);
    else this.append(now, span.execution.id, span.index, cause);
  }

  private append(time: MonotonicMs, owner: number, span: number, cause: WakeNumber): void {
    let { chunk } = this;
    if (chunk.length === CHUNK_ENTRIES) chunk = this.seal();
    chunk.push(time, owner, span, cause);
  }

  private seal(): LogChunk {
    this.sealed.push(this.chunk);
    if (this.sealed.length > MAX_SEALED_CHUNKS) {
      this.spare = this.sealed.shift();
      this.chunksLost += 1;
    }
    const next = this.spare ?? new LogChunk();
    this.spare = undefined;
    next.length = 0;
    this.chunk = next;
    this.onNearlyFull();
    return next;
  }
}
