import { hrtime } from 'node:process';
import { clock } from '../../platform/clock.js';

// Taken when the module is loaded: fake timers replace it on the object.
const monotonic = hrtime.bigint;

/**
 * The offset from V8's profile times (the clock of `process.hrtime()`, in milliseconds) to `performance.now()`. Of ten pairs
 * of readings, the closest one was not interrupted.
 *
 * @internal
 */
export function clockOffsetMs(): number {
  let best = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < 10; i++) {
    const before = clock();
    const now = Number(monotonic()) / 1e6;
    const after = clock();
    if (after - before < best) {
      best = after - before;
      offset = (before + after) / 2 - now;
    }
  }
  return offset;
}
