import type { Accounting } from '../../lib/index.js';

/**
 * The time in which an execution's own code held the event loop. A single collection in the large heap of a test runner can take
 * 60 ms of it: then the CPU time alone is below the time that a test has computed.
 */
export function ownMs({ cpuMs, gcMs }: Pick<Accounting, 'cpuMs' | 'gcMs'>): number {
  return cpuMs + gcMs;
}
