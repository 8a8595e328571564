import type { MonotonicMs } from '../model/execution.interface.js';
import type { Holder } from './pool-holders.js';

/** A transaction of an execution on one database. @internal */
export interface Transaction {
  readonly owner: Pick<Holder, 'id' | 'kind' | 'currentName'>;
  /** When its end was sent, which releases its locks; 0 while it is open, or when that is unknown. */
  readonly endedAt: MonotonicMs;
}

/** Another transaction that an operation waited for, or may have waited for. @internal */
export interface AwaitedLock {
  readonly table: string;
  readonly transaction: Transaction;
  /** The database has confirmed it. Else only the statements of both executions show it. */
  readonly isCertain: boolean;
}
