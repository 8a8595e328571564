import type { MonotonicMs } from '../model/execution.interface.js';
import type { AwaitedLock } from './awaited-lock.interface.js';
import type { OperationTotal } from './operation-total.js';
import type { PoolWait } from './pool-wait.js';
import type { Statement } from './statement.interface.js';

/**
 * One request to something outside the process. Only the library that began it writes to it. It holds no reference to
 * its execution: libraries may keep it for as long as a response is open.
 *
 * @internal
 */
export class Operation {
  /** When the first part of the answer arrived; 0 until then. */
  answeredAt: MonotonicMs = 0;
  /** When the whole answer had arrived, or the operation failed; 0 until then. */
  end: MonotonicMs = 0;
  failed = false;
  /** Time before it was sent: no connection was free. */
  queuedMs = 0;
  /** The other end of its connection, as the recorder writes wake causes: `127.0.0.1:8080`. */
  wire: string | undefined = undefined;
  /** It ran on the event loop, and so was no wait. */
  isSynchronous = false;
  /** The pool, when this is a wait for a free connection. */
  pool: PoolWait | undefined = undefined;
  /** The process of a PostgreSQL server that runs it; 0 when it is unknown. */
  session = 0;
  /** Another transaction whose lock it waited for, or may have waited for. */
  lock: AwaitedLock | undefined = undefined;

  constructor(
    /** Some libraries see it at the end only. Sums keep the first one. */
    public statement: Statement,
    /** Index of its span in the execution's spans. Changes with the execution, when the span outlives it. */
    public span: number,
    readonly start: MonotonicMs,
    /** The sum that counts it, in an execution with too many operations to keep each one. */
    private readonly total: OperationTotal | undefined,
  ) {}

  /** It left the queue of its pool or agent. */
  sent(now: MonotonicMs): void {
    this.queuedMs = now - this.start;
  }

  /** The first part of the answer arrived; it may report a failure. */
  answered(now: MonotonicMs, failed: boolean): void {
    if (this.answeredAt === 0) this.answeredAt = now;
    if (failed) this.failed = true;
  }

  /** It was none: its sum does not count it, and its library's later calls have no effect. */
  withdraw(): void {
    if (this.end === 0) this.end = this.start;
    if (this.total !== undefined) this.total.calls -= 1;
  }

  /** It is over. Only the first call counts: an answer can fail after its end. */
  finish(now: MonotonicMs, failed: boolean): void {
    if (this.end !== 0) return;
    this.end = now;
    if (failed) this.failed = true;
    this.total?.add(this);
  }
}
