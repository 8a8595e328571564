import type { Span } from '../../tracing/execution.js';

/** Nested callbacks that are followed. An uncaught error can leave some behind. */
const MAX_SCOPES = 64;

/**
 * The code that runs now: callbacks inside each other, each with the owner before it, and a continuation. Called for each
 * event of the loop: it must not allocate or throw.
 *
 * @internal
 */
export class RunningScopes {
  private readonly ids: number[] = [];
  private readonly owners: (Span | undefined)[] = [];
  /** Identifies the running continuation; `undefined` when none runs. */
  private continuation: unknown = undefined;

  /** Nothing runs: the next callback is a task that woke the loop. */
  get isEmpty(): boolean {
    return this.ids.length === 0 && this.continuation === undefined;
  }

  clear(): void {
    this.ids.length = this.owners.length = 0;
    this.continuation = undefined;
  }

  startContinuation(mark: unknown): void {
    this.continuation = mark;
  }

  /** Returns whether `mark` was the running continuation. */
  endContinuation(mark: unknown): boolean {
    if (mark !== this.continuation) return false;
    this.continuation = undefined;
    return true;
  }

  push(id: number, owner: Span | undefined): void {
    if (this.ids.length >= MAX_SCOPES) this.ids.length = this.owners.length = 0;
    this.ids.push(id);
    this.owners.push(owner);
  }

  isInnermost(id: number): boolean {
    const depth = this.ids.length;
    return depth > 0 && this.ids[depth - 1] === id;
  }

  /** Returns the owner before this callback. */
  pop(): Span | undefined {
    this.ids.pop();
    return this.owners.pop();
  }

  /** Removes a scope that an uncaught error left behind: otherwise every later callback counts as nested. */
  drop(id: number): void {
    const at = this.ids.indexOf(id);
    if (at >= 0) this.ids.length = this.owners.length = at;
  }
}
