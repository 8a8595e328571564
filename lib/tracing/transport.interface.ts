import type { ExecutionKind } from '../model/execution.interface.js';
import type { ExecutionDescription } from '../model/finished-execution.interface.js';

/**
 * The channel that an execution came in by, such as an HTTP exchange. It keeps the facts that all other parts need not
 * understand, and gives them when they are needed.
 *
 * @internal
 */
export interface ExecutionTransport {
  /** The boundary that made it. An execution may have another kind: a GraphQL operation comes in by HTTP. */
  readonly kind: ExecutionKind;
  /** The client's connection: the execution's own client wakes the loop through it. */
  readonly socket: object | undefined;
  /** Node's handle of that connection. A socket that was closed has it no more, and its last event comes after that. */
  readonly handle: object | undefined;
  /** Stands for `socket` where one connection carries many executions at once, as HTTP/2 does. */
  readonly session: object | undefined;
  /** The time in a queue before the execution began. Absent where it is unknown. */
  readonly queued?: { readonly queue: string; readonly ms: number } | undefined;
  /** The execution's name as far as it is known by now. Never throws. */
  currentName(): string;
  /** True when part of the answer was sent: a stream or a download. Never throws. */
  hasAnswered(): boolean;
  /** True when it brought several units of work at once: a batch of GraphQL operations. Absent where it brings one. */
  isBatch?(): boolean;
  /** Bytes that its connection has received. Never throws. */
  bytesReceived(): number;
  /** Copies the facts of a slow execution that are gone after its end. Called at its end, and while it hangs; may throw. */
  capture(): ExecutionDescription;
}
