import type { MonotonicMs } from '../model/execution.interface.js';
import { clock } from '../platform/clock.js';
import { cpuMs } from '../platform/cpu-clock.js';
import { clearInterval, setInterval } from '../platform/host-timers.js';

/** Places in the shared state. @internal */
export const BEATS = 0;
/** @internal */
export const IS_WATCHED = 1;

/**
 * Counts in shared memory, as long as the event loop comes around. A request costs nothing: one timer for all.
 *
 * @internal
 */
export class Heartbeat {
  readonly state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  lastAt: MonotonicMs = clock();
  private lastCpu = process.cpuUsage();
  private timer: NodeJS.Timeout | undefined;

  /** CPU time of all threads of the process since the last beat. */
  get cpuMs(): number {
    return cpuMs(process.cpuUsage(this.lastCpu));
  }

  /** @param isWatched called with each beat: false while a blocked loop is no fault */
  start(everyMs: number, isWatched: () => boolean): void {
    const beat = (): void => {
      this.lastAt = clock();
      this.lastCpu = process.cpuUsage();
      Atomics.store(this.state, IS_WATCHED, Number(isWatched()));
      Atomics.add(this.state, BEATS, 1);
    };
    beat();
    this.timer ??= setInterval(beat, everyMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
