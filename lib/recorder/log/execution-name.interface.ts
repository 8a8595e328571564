import type { ExecutionKind } from '../../model/execution.interface.js';

/** An execution, as reports name it. */
export interface ExecutionName {
  readonly id: number;
  readonly kind: ExecutionKind;
  readonly name: string;
}
