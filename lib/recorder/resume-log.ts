import { clock } from '../execution/clock.js';
import { spanStorage } from '../execution/execution-context.js';
import type { MonotonicMs } from '../execution/execution.interface.js';
import type { Span } from '../execution/span.js';
import type { Tracer } from '../execution/tracer.interface.js';
import { ASLEEP, CHUNK_ENTRIES, GUESS, LogChunk, NOBODY } from './log-chunk.js';
import { listenToLoop, type LoopListener } from './loop-hooks.js';
import { CONNECTION, isUnreferenced, QUEUED, ResourceClasses, TIMER } from './resource-class.js';
import { SettleWatch } from './settle-watch.js';
import { NO_CAUSE, WakeCauses } from './wake-cause.js';

/** A pause between two callbacks longer than this is the loop sleeping; shorter ones are Node's own work. */
const SLEEP_FLOOR_MS = 0.02;
/** Full chunks that wait for the next rotation: 16 × 320 kB. Older ones are given up, and the recording says so. */
const MAX_SEALED_CHUNKS = 16;
/** Nested callback scopes that are followed; an uncaught error may leave some behind. */
const MAX_SCOPES = 64;

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
  /** Stands for the promise whose continuation runs: what runs inside it is nested, as in any other callback. */
  private continuation: unknown = undefined;
  private readonly classes = new ResourceClasses();
  private readonly scopeIds: number[] = [];
  private readonly scopeOwners: (Span | undefined)[] = [];

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
    if (this.scopeIds.length >= MAX_SCOPES) this.scopeIds.length = this.scopeOwners.length = 0;
    // What was queued runs right after what queued it: there is no sleep to look for, and no clock to read.
    const wakes = kind !== QUEUED && this.scopeIds.length === 0 && this.continuation === undefined;
    const slept = wakes && this.woke(resource, kind);
    this.scopeIds.push(scope);
    this.scopeOwners.push(this.current);
    const span = this.spanNow();
    if (!slept && span === this.current) return;
    this.resume(span, wakes ? this.wokeAt : clock(), this.isUncertain && span !== undefined);
  }

  left(scope: number): void {
    const now = clock();
    this.lastAfter = now;
    if (scope === this.continuation) {
      this.continuation = undefined;
      return;
    }
    const depth = this.scopeIds.length;
    if (depth === 0 || this.scopeIds[depth - 1] !== scope) {
      // A scope that an uncaught error left behind would make every later callback look nested.
      if (depth > 0 && this.scopeIds.indexOf(scope) >= 0) this.dropScopes(scope);
      return;
    }
    this.scopeIds.pop();
    const owner = this.scopeOwners.pop();
    if (depth > 1 || this.continuation !== undefined) this.switchTo(owner, now, NO_CAUSE);
  }

  /** Returns whether the loop had slept before. */
  private woke(resource: object, kind: number): boolean {
    this.wokeAt = clock();
    this.macrotask = resource;
    this.isUncertain = kind === CONNECTION || (kind === TIMER && isUnreferenced(resource));
    if (this.wokeAt - this.lastAfter <= SLEEP_FLOOR_MS) return false;
    this.append(this.lastAfter, ASLEEP, 0, NO_CAUSE);
    return true;
  }

  private dropScopes(asyncId: number): void {
    const at = this.scopeIds.indexOf(asyncId);
    this.scopeIds.length = at;
    this.scopeOwners.length = at;
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
    if (isGuess) this.switchTo(span, now, GUESS);
    else if (span === undefined || macrotask === undefined) this.switchTo(span, now, NO_CAUSE);
    else this.switchTo(span, now, this.causes.numberOf(macrotask, span.execution));
    this.isGuess = isGuess;
  }

  private switchTo(span: Span | undefined, now: MonotonicMs, cause: number): void {
    this.current = span;
    this.isGuess = false;
    if (span === undefined) this.append(now, NOBODY, 0, NO_CAUSE);
    else this.append(now, span.execution.id, span.index, cause);
  }

  private append(time: MonotonicMs, owner: number, span: number, cause: number): void {
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
