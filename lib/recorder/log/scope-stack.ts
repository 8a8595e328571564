import type { Span } from '../../tracing/execution.js';

/** Nested callback scopes that are followed; an uncaught error may leave some behind. */
const MAX_SCOPES = 64;

/**
 * The callbacks that run inside each other now, and whose code ran before each. Called for each callback of the event
 * loop: nothing here may allocate, or throw.
 *
 * @internal
 */
export class ScopeStack {
  private readonly ids: number[] = [];
  private readonly owners: (Span | undefined)[] = [];

  get isEmpty(): boolean {
    return this.ids.length === 0;
  }

  clear(): void {
    this.ids.length = this.owners.length = 0;
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

  /** Returns whose code ran before. */
  pop(): Span | undefined {
    this.ids.pop();
    return this.owners.pop();
  }

  /** A scope that an uncaught error left behind would make every later callback look nested. */
  drop(id: number): void {
    const at = this.ids.indexOf(id);
    if (at >= 0) this.ids.length = this.owners.length = at;
  }
}
