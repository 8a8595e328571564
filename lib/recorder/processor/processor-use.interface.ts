import type { ThreadTimes } from './schedstat.js';

/**
 * The time without a processor between two readings of the kernel's figures. All times are milliseconds.
 *
 * @internal
 */
export interface ProcessorUse {
  /** Elapsed time between the readings. */
  readonly elapsedMs: number;
  /** The application's thread ran on a processor. */
  readonly ranMs: number;
  /** The application's thread was ready to run and had no processor. Throttling by a CPU limit counts. */
  readonly delayedMs: number;
  /** The turns of V8's sampler, and its run delay; `undefined` without a sampler. */
  readonly sampler: ThreadTimes | undefined;
  /** CPU time of the process's other threads. */
  readonly othersMs: number;
  /** Time during which the CPU limit throttled the process: the sum over all processors. */
  readonly throttledMs: number;
  /** The number of processors that the limit allows; `undefined` without a limit. */
  readonly limit: number | undefined;
}
