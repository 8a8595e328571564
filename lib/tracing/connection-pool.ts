import type { MonotonicMs } from '../model/execution.interface.js';
import { Checkout } from './checkout.js';
import type { Span } from './execution.js';
import { type Holding, PoolHolders } from './pool-holders.js';
import { PoolWait } from './pool-wait.js';
import { beginOperation } from './running-operation.js';
import type { Statement } from './statement.interface.js';

/**
 * One pool of connections, as its library reports it: who holds its connections, and who waits for one. A request that
 * had to wait is an operation of its execution.
 *
 * @internal
 */
export class ConnectionPool {
  private readonly holders = new PoolHolders();
  private readonly statement: Statement;

  /**
   * @param name library and server, without a value of a user: `pg 127.0.0.1:5432/shop`
   * @param size the most connections that it opens; `undefined` when that is unknown
   */
  constructor(
    readonly name: string,
    public size: number | undefined,
  ) {
    const end = name.indexOf(' ');
    const [system, peer] = end < 0 ? [name, ''] : [name.slice(0, end), name.slice(end + 1)];
    this.statement = { on: 'pool', system, text: name, peer };
  }

  /**
   * A connection is requested. Must run in the context of the code that requests it.
   *
   * @param span from `operatingSpan()`; `undefined` for code outside all watched executions, which holds connections, too
   * @param isQueued the library's own answer; by default from the connections that this object counts
   */
  checkout(span: Span | undefined, now: MonotonicMs, isQueued = this.isFull): Checkout {
    const { holders } = this;
    const execution = span?.execution;
    if (span === undefined || !isQueued) return new Checkout(holders, execution, now, isQueued, undefined, undefined);
    const wait = beginOperation(span, this.statement, now);
    if (wait !== undefined) wait.pool = new PoolWait(holders, this.size, now);
    return new Checkout(holders, execution, now, true, wait, span.execution.operations);
  }

  /** The use of the connection to this process of a PostgreSQL server. `undefined` when it is free, or of no such pool. */
  holdingOf(session: number): Holding | undefined {
    return this.holders.ofSession(session);
  }

  /** No connection is free, or those that are belong to earlier waiters. With an unknown size, the grant's time decides. */
  private get isFull(): boolean {
    return this.holders.wanted >= (this.size ?? 1);
  }
}
