import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Operation } from '../../../tracing/operation.js';

/** Statements that are watched on one connection. The times of further ones include their time in the queue. */
const MAX_QUEUED = 1_000;

/**
 * The statements of one connection. It sends or answers one after another, so each waits for those before it.
 *
 * @internal
 */
export class ClientQueue {
  /** In the order of their calls: the first one runs. */
  private readonly operations: Operation[] = [];

  begun(operation: Operation): void {
    if (this.operations.length < MAX_QUEUED) this.operations.push(operation);
  }

  ended(operation: Operation, now: MonotonicMs): void {
    const { operations } = this;
    const at = operations.indexOf(operation);
    if (at < 0) return;
    if (at > 0) return void operations.splice(at, 1);
    operations.shift();
    operations[0]?.sent(now);
  }

  /** The connection went back to its pool: what still runs on it has failed, or was given up. */
  abandon(now: MonotonicMs): void {
    if (this.operations.length === 0) return;
    for (const operation of this.operations.splice(0)) operation.finish(now, true);
  }
}
