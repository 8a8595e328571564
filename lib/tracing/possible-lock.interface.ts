import type { MonotonicMs } from '../model/execution.interface.js';
import type { Holder } from './pool-holders.js';

/** A transaction of an execution on one database. @internal */
export interface Transaction {
  readonly owner: Holder;
  /** When its end was sent, which releases its locks; 0 while it is open. */
  readonly endedAt: MonotonicMs;
}

/** Another execution's transaction that an operation may have waited for. @internal */
export interface PossibleLock {
  readonly table: string;
  readonly transaction: Transaction;
}
