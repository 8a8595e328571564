import type { Callable } from '../../tracing/callable.js';
import type { Span } from '../../tracing/execution.js';

/**
 * Follows the calls of one class's stage method.
 *
 * @internal
 */
export interface Stage {
  /** Calls the method below `parent`, the span of the current context. Returns and throws the same objects. */
  call(parent: Span, method: Callable, self: unknown, args: readonly unknown[]): unknown;
}

/** A function without `async` counts as synchronous after so many calls. @internal */
export const LEARNING_CALLS = 50;
