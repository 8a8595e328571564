import type { MonotonicMs } from '../../model/execution.interface.js';

/** A period of time. */
export interface Interval {
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
}
