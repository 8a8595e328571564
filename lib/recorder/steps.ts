import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OverheadMeter } from '../stats/overhead-meter.js';

/** A step of ours gives the loop back after this long. */
const STEP_MS = 2;

/**
 * Runs work that says where it can be interrupted, and lets the event loop go on when it has worked for long enough.
 *
 * @internal
 */
export async function inSteps<T>(work: Generator<void, T>, overhead: OverheadMeter): Promise<T> {
  for (;;) {
    const start = performance.now();
    let step = work.next();
    while (step.done !== true && performance.now() - start < STEP_MS) step = work.next();
    overhead.addMs(performance.now() - start);
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
