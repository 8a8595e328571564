import type { ExecutionKind } from './execution.interface.js';

/** The execution that held the event loop, or the code outside any watched execution that did. @internal */
export interface Blocker {
  /** The execution's id; 0 for code outside any watched execution. */
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly name: string;
}
