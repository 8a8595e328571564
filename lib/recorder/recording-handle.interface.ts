import type { Recording } from './recording.interface.js';

/**
 * Keeps the recorder's data of one finished execution. Call one of the two methods; otherwise the recorder drops the data
 * at the end of its retention.
 */
export interface RecordingHandle {
  /** Cuts the recording, in short steps between turns of the event loop. */
  cut(): Promise<Recording>;
  /** Drops the data: no recording is needed. */
  release(): void;
}
