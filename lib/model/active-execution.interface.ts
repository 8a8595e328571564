import type { ExecutionKind } from './execution.interface.js';

/**
 * An execution that is running now.
 *
 * @publicApi
 */
export interface ActiveExecution {
  /** The kind of work. */
  readonly kind: ExecutionKind;
  /** The endpoint's name as far as it is known by now: `GET /orders/:id`. A request without a route yet is `GET (unmatched)`. */
  readonly name: string;
  /** Milliseconds since its start. */
  readonly ageMs: number;
  /** The latest of its operations that goes on: a statement, a command, a call. Absent where no library reports one. */
  readonly waitingFor?: string;
  /** The innermost method that goes on: `OrdersService.load`. Absent where none is known. */
  readonly span?: string;
}
