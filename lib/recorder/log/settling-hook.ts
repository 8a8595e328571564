// Deno has no `promiseHooks`: importing the name would stop the application there.
import * as v8 from 'node:v8';
import type { SettleWatch } from './settle-watch.js';

/**
 * Reports only settled promises: executions of methods end although no log is written. Costs about 20 ns for each promise
 * of the process.
 *
 * @returns ends the observation
 * @internal
 */
export function observeSettling(settling: SettleWatch): () => void {
  return v8.promiseHooks.onSettled(promise => settling.settled(promise, undefined)) as () => void;
}
