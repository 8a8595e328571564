import type { MonotonicMs } from '../model/execution.interface.js';
import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';
import type { OpenTransactions } from './open-transactions.js';
import type { StageRunner } from './stage-runner.interface.js';

/**
 * Runs code inside the spans of one application.
 *
 * @internal
 */
export interface RunnerOfSpans<Span> {
  readonly transactions?: OpenTransactions;
  /** Calls `fn` in a span below `parent`, the span of the current context. Returns and throws the same objects as `fn`. */
  callInSpan(parent: Span, site: CallSite, fn: Callable, self: unknown, args: readonly unknown[]): unknown;
  readonly stages: StageRunner<Span>;
  /**
   * Opens a span below `parent`, or without one an execution, for work that runs in pieces.
   *
   * @returns `undefined` when nothing is recorded
   */
  open(parent: Span | undefined, site: CallSite, thresholdMs?: number): Span | undefined;
  /** Runs a piece of a span's work. */
  run(span: Span, fn: Callable, self: unknown, args: readonly unknown[]): unknown;
  /**
   * Code of `to` runs in the context of `from`, which belongs to another execution: charges this code to `to`. Never throws.
   *
   * @param from `undefined` for code outside all async contexts
   * @param certainSince all code in the context of `from` since then belongs to `to`
   */
  reassign(from: Span | undefined, to: Span, certainSince?: MonotonicMs): void;
  /** Ends a span that `open` returned. */
  close(span: Span, failed: boolean): void;
}
