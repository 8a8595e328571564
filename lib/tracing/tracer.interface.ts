import type { Execution } from './execution.js';
import type { Span } from './span.js';
import type { Ownership } from './ownership.js';
import type { CallSite } from './call-site.js';

/** Any function, called with `this` and arguments that we only pass on. @internal */
export type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** Where a tracer is found for as long as it runs, by what outlives its application. @internal */
export interface TracerHome {
  tracer: Tracer | undefined;
}

/**
 * One application's way to run code inside executions and spans.
 *
 * @internal
 */
export interface Tracer {
  /** Calls `fn` in a span below `parent`; returns and throws what `fn` does, the very same objects. */
  callInSpan(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown;
  /** Calls `fn` as an execution of its own, slow by `thresholdMs` or else by the option. */
  callAsExecution(
    site: CallSite,
    thresholdMs: number | undefined,
    fn: Callable,
    self: unknown,
    args: readonly unknown[],
  ): unknown;
  /**
   * Opens a span below `parent`, or without one an execution, for work that is run in pieces.
   *
   * @returns `undefined` when nothing is recorded
   */
  open(parent: Span | undefined, site: CallSite, thresholdMs?: number): Span | undefined;
  /** Runs a piece of a span's work. */
  run(span: Span, fn: Callable, self: unknown, args: readonly unknown[]): unknown;
  /** Ends what `open` opened. */
  close(span: Span, failed: boolean): void;
  /** The execution is over. Only the first call counts. */
  finish(execution: Execution, now: number): void;
  /** What was made by this tracer's application. */
  readonly ownership: Ownership;
  /** In place of the tracer itself, for what may outlive the application. */
  readonly home: TracerHome;
}
