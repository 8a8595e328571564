import type { MonotonicMs } from '../model/execution.interface.js';

/**
 * The part of an interceptor that runs after the handler.
 *
 * @internal
 */
export interface AnswerStage {
  /** The answer has passed it. */
  leave(now: MonotonicMs): void;
}
