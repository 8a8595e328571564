import type { MonotonicMs } from './execution.interface.js';

/** `performance.now()` for the hot path: half the cost of asking the global object for it, some 60 times a request. */
export const clock: () => MonotonicMs = performance.now.bind(performance);
