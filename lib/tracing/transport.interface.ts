import type { MonotonicMs } from '../model/execution.interface.js';

/**
 * Where an execution came in: what only the transport knows of it, asked for when it is needed.
 *
 * @internal
 */
export interface ExecutionTransport {
  /** What the application calls its request: whether a context is this execution's own is seen by it. */
  readonly request: object;
  /** The client's: what wakes the loop through it is the execution's own client. */
  readonly socket: object | undefined;
  /** In its place, the client's connection where that carries many requests at once, as in HTTP/2. */
  readonly session: object | undefined;
  /** The execution's name as far as it is known by now. Never throws. */
  currentName(): string;
  /** Ends the execution, before the transport would. */
  conclude(now: MonotonicMs): void;
}
