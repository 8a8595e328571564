import type { ExecutionKind } from '../model/execution.interface.js';
import type { CallSite } from './call-site.js';
import type { Callable } from './callable.js';
import type { ContextLog } from './context-log.interface.js';
import type { SpanRunner } from './execution.js';
import type { Ownership } from './ownership.js';

/** Holds a tracer while it runs. Objects that may outlive the application hold this in its place. @internal */
export interface TracerHome {
  tracer: Tracer | undefined;
}

/**
 * One application's way to run code inside executions and spans.
 *
 * @internal
 */
export interface Tracer extends SpanRunner {
  /** Calls `fn` as an execution of its own, named by its call site, slow from `thresholdMs` on, or else from the option. */
  callAsExecution(
    kind: ExecutionKind,
    site: CallSite,
    thresholdMs: number | undefined,
    fn: Callable,
    self: unknown,
    args: readonly unknown[],
  ): unknown;
  /** Absent while executions are only counted and timed. */
  readonly log: ContextLog | undefined;
  /** The instances and classes of this tracer's application. */
  readonly ownership: Ownership;
  /** Stands for the tracer in objects that may outlive the application. */
  readonly home: TracerHome;
}
