import { hrtime } from 'node:process';
import { clock } from '../../platform/clock.js';

// Fake timers replace it on the object.
const monotonic = hrtime.bigint;

/**
 * What to add to V8's profile times (milliseconds of the clock of `process.hrtime()`) to get `performance.now()`. The
 * pair of readings that lie closest together is the one that nothing interrupted.
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
