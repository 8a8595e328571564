import type { MonotonicMs } from '../model/execution.interface.js';
import { lockingOf } from './locking-statement.js';
import type { Operation } from './operation.js';
import type { Holder } from './pool-holders.js';
import type { Statement } from './statement.interface.js';
import type { AwaitedLock, Transaction } from './awaited-lock.interface.js';

/** Transactions of one application that are watched. @internal */
export const MAX_TRANSACTIONS = 200;
/** Tables of one transaction that are watched. @internal */
export const MAX_TABLES = 20;

/** An execution that has transactions. */
interface TransactionOwner extends Holder {
  readonly finished: boolean;
}

class OpenTransaction implements Transaction {
  endedAt: MonotonicMs = 0;
  /** The statements that lock each table. */
  readonly tables = new Map<string, Operation>();

  constructor(
    readonly owner: TransactionOwner,
    readonly database: string,
  ) {}
}

/**
 * The open transactions of one application, as far as its statements show them. Several transactions of one execution on
 * one database count as one after another.
 *
 * @internal
 */
export class OpenTransactions {
  /** The latest last. */
  private open: OpenTransaction[] = [];

  /**
   * A statement is sent to a database.
   *
   * @returns another execution's transaction that holds locks in the same table
   */
  begin(owner: TransactionOwner, operation: Operation, now: MonotonicMs): AwaitedLock | undefined {
    const { statement } = operation;
    const locking = lockingOf(statement);
    if (locking.does === 'nothing') return undefined;
    const database = databaseOf(statement);
    if (locking.does === 'begin') this.add(new OpenTransaction(owner, database));
    const own = this.ownOf(owner, database);
    if (locking.does === 'end' && own !== undefined) this.end(own, now);
    if (locking.does !== 'lock') return undefined;
    const lock = this.lockOf(owner, database, locking.table);
    if (own !== undefined && own.tables.size < MAX_TABLES) own.tables.set(locking.table, operation);
    return lock;
  }

  /** The open transaction of an execution on the database of `statement`. */
  openOf(owner: object, statement: Statement): Transaction | undefined {
    return this.ownOf(owner, databaseOf(statement));
  }

  private lockOf(owner: Holder, database: string, table: string): AwaitedLock | undefined {
    this.open = this.open.filter(({ owner: { finished } }) => !finished);
    const transaction = this.open.find(
      other => other.owner !== owner && other.database === database && other.tables.get(table)?.failed === false,
    );
    return transaction && { table, transaction, isCertain: false };
  }

  private add(transaction: OpenTransaction): void {
    this.open.push(transaction);
    if (this.open.length > MAX_TRANSACTIONS) this.open.shift();
  }

  private ownOf(owner: object, database: string): OpenTransaction | undefined {
    return this.open.findLast(other => other.owner === owner && other.database === database);
  }

  private end(transaction: OpenTransaction, now: MonotonicMs): void {
    transaction.endedAt = now;
    this.open.splice(this.open.indexOf(transaction), 1);
  }
}

function databaseOf({ system, peer }: Statement): string {
  return `${system} ${peer}`;
}
