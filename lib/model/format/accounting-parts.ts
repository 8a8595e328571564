import type { Accounting, WaitKind } from '../accounting.interface.js';
import { WAIT_NAMES } from './wait.js';

/** One part of the wall time, by its name in texts. @internal */
export interface AccountingPart {
  readonly type: 'own' | 'gc' | 'blocked' | 'starved' | 'client' | 'unexplained' | WaitKind;
  /** `Own code`, `Waiting: database` */
  readonly name: string;
  /** The operation or span, for a wait only. Text of the application: escape it. */
  readonly label?: string;
  readonly ms: number;
  /** Number of waits, for a wait only. */
  readonly count?: number;
}

/** The accounting as one list, in the order of every table. Parts of 0 ms are included. @internal */
export function accountingParts(accounting: Accounting): AccountingPart[] {
  const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
  return [
    { type: 'own', name: 'Own code', ms: cpuMs },
    { type: 'gc', name: 'Garbage collection', ms: gcMs },
    { type: 'blocked', name: 'Event loop blocked by others', ms: blockedMs },
    { type: 'starved', name: 'No processor', ms: starvedMs },
    ...waiting.map(({ on, label, ms, count }) => ({
      type: on,
      name: `Waiting: ${WAIT_NAMES[on]}`,
      label,
      ms,
      count,
    })),
    { type: 'client', name: 'Waiting for the client', ms: clientMs },
    { type: 'unexplained', name: 'Unexplained', ms: unexplainedMs },
  ];
}
