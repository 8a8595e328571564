import type { Recording } from './recording.interface.js';

/**
 * Holds the recorder's memory of one finished execution, until it is cut out or let go. One of the two must be called;
 * the recorder lets go by itself when its retention is over.
 */
export interface RecordingHandle {
  /** Cuts the recording out of the recorder's memory, in steps that never hold the loop for long. Never rejects. */
  cut(): Promise<Recording>;
  /** Nobody wants it: the memory can be used again. */
  release(): void;
}
