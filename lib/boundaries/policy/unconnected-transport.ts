import type { ExecutionKind } from '../../model/execution.interface.js';
import type { ExecutionDescription } from '../../model/finished-execution.interface.js';
import type { Execution } from '../../tracing/execution.js';
import type { ExecutionTransport } from '../../tracing/transport.interface.js';

/**
 * A transport without a client's connection, such as a queue or a schedule: it only has facts.
 *
 * @internal
 */
export abstract class UnconnectedTransport implements ExecutionTransport {
  abstract readonly kind: ExecutionKind;
  readonly socket = undefined;
  readonly handle = undefined;
  readonly session = undefined;
  readonly queued: ExecutionTransport['queued'];

  /** @param queued absent where the time in a queue is unknown */
  constructor(
    private readonly execution: Execution,
    queued?: ExecutionTransport['queued'],
  ) {
    if (queued !== undefined) this.queued = queued;
  }

  currentName(): string {
    return this.execution.name;
  }

  hasAnswered(): boolean {
    return false;
  }

  bytesReceived(): number {
    return 0;
  }

  abstract capture(): ExecutionDescription;
}
