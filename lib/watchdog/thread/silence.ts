import type { MonotonicMs } from '../../model/execution.interface.js';

/** A reading that is later than that shows that the whole process was stopped, or had no processor. */
const MAX_GAP_MS = 5_000;
/** The part of a smaller gap that counts, in times of the interval between two readings. */
const COUNTED_READINGS = 2;

/**
 * Follows the heartbeat of the application's thread by the clock of this one. A gap in that clock does not count. In a stopped
 * process nothing blocks the loop, and on a busy machine this thread is late as well.
 *
 * @internal
 */
export class Silence {
  private beats = -1;
  private silentMs = 0;

  constructor(
    private readonly blockedAfterMs: number,
    private readonly readEveryMs: number,
    private readAt: MonotonicMs,
  ) {}

  /**
   * @param isWatched false while a blocked loop is no fault
   * @returns true when there was no beat for the whole time
   */
  read(now: MonotonicMs, beats: number, isWatched: boolean): boolean {
    const elapsedMs = now - this.readAt;
    this.readAt = now;
    if (beats !== this.beats || !isWatched || elapsedMs > MAX_GAP_MS) {
      this.beats = beats;
      this.silentMs = 0;
      return false;
    }
    this.silentMs += Math.min(elapsedMs, this.readEveryMs * COUNTED_READINGS);
    return this.silentMs >= this.blockedAfterMs;
  }
}
