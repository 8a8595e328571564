import type { Accounting } from '../../../lib/model/report.interface.js';
import { type Tone, WAIT_NAMES } from '../tones.js';

/** One part of the wall time. */
export interface Part {
  readonly tone: Tone;
  /** `Own code`, `Waiting: database` */
  readonly name: string;
  /** What was waited for. */
  readonly label?: string;
  readonly ms: number;
  readonly count?: number;
}

/** The accounting as one list, in the order in which bar and table show it. */
export function partsOf(accounting: Accounting): Part[] {
  return [
    { tone: 'own', name: 'Own code', ms: accounting.cpuMs },
    { tone: 'gc', name: 'Garbage collection', ms: accounting.gcMs },
    { tone: 'blocked', name: 'Event loop blocked by others', ms: accounting.blockedMs },
    ...accounting.waiting.map(wait => ({
      tone: wait.on,
      name: `Waiting: ${WAIT_NAMES[wait.on]}`,
      label: wait.label,
      ms: wait.ms,
      count: wait.count,
    })),
    { tone: 'client', name: 'Waiting for the client', ms: accounting.clientMs },
    { tone: 'unexplained', name: 'Unexplained', ms: accounting.unexplainedMs },
  ];
}
