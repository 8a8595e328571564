import type { Interval } from '../../recorder/recording.interface.js';

/** Longest time from the end of a GC pause to the continuation that it delayed. */
const RESUME_MS = 1;

/**
 * Reads the GC pauses of a recording in their order, beside a walk of its time.
 *
 * @internal
 */
export class PauseCursor {
  /** Index of the pause that the walk has reached. */
  index = 0;

  constructor(private readonly pauses: readonly Interval[]) {}

  /** The pause directly before a continuation, which it delayed. */
  before(resumed: number): Interval | undefined {
    for (let pause = this.startedBefore(resumed); pause !== undefined; pause = this.startedBefore(resumed)) {
      if (pause.end > resumed - RESUME_MS) return pause;
      this.index++;
    }
    return undefined;
  }

  /** The pause at the cursor, when it began before `time`. */
  startedBefore(time: number): Interval | undefined {
    const pause = this.pauses[this.index];
    return pause !== undefined && pause.start < time ? pause : undefined;
  }
}
