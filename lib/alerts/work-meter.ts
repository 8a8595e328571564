import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OverheadMeter } from '../stats/overhead-meter.js';

/** Work is let run on for so long before others get their turn: pausing at every chance would cost more than it saves. */
const SLICE_MS = 2;

/**
 * Does long work in short slices, and adds up what they took.
 *
 * @internal
 */
export class WorkMeter {
  private sliceStart = performance.now();

  constructor(private readonly overhead: OverheadMeter) {}

  /** Called wherever the work can be interrupted: lets the event loop go on when this slice has been long enough. */
  readonly pause = async (): Promise<void> => {
    if (performance.now() - this.sliceStart < SLICE_MS) return;
    this.stop();
    await nextTurn();
    this.start();
  };

  start(): void {
    this.sliceStart = performance.now();
  }

  stop(): void {
    this.overhead.addMs(performance.now() - this.sliceStart);
  }
}
