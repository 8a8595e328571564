import type { ExecutionKind } from './execution.interface.js';

/**
 * The execution that held the event loop, or the code outside any watched execution that did. Or an execution that held the
 * connections of a pool.
 *
 * @internal
 */
export interface Blocker {
  /** The execution's id; 0 for code outside any watched execution. */
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly name: string;
}
