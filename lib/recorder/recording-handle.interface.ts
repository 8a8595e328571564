import type { Recording } from './recording.interface.js';

/**
 * Keeps the recorder's data of one finished execution. Call `cut()` or `release()`, once; otherwise the recorder drops the data
 * at the end of its retention.
 */
export interface RecordingHandle {
  /** Cuts the recording, in short steps between turns of the event loop. */
  cut(): Promise<Recording>;
  /** Drops the data: no recording is needed. */
  release(): void;
  /**
   * True when the process had no processor for most of the execution, by a quick estimate. Takes some 20 µs. Call it before
   * the other two.
   */
  isStarved(): boolean;
  /** True when no other execution is in flight or waits for its recording. Call it before `cut()` or `release()`. */
  isAlone(): boolean;
}
