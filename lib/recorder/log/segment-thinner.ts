import { clock } from '../../platform/clock.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { OwnWork } from '../../overhead/own-work.js';
import type { SegmentStore } from './segment-store.js';

/**
 * Thins the recorder's data, one segment at a time, in steps between turns of the event loop.
 *
 * @internal
 */
export class SegmentThinner {
  private isRunning = false;

  constructor(
    private readonly segments: SegmentStore,
    private readonly work: OwnWork,
    private readonly logger: MonitorLogger,
  ) {}

  /** @param isNeeded true while a recording of the execution with this id may still be cut */
  async thin(isNeeded: (id: number) => boolean): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      await this.work.run(this.segments.thinOne(clock(), isNeeded));
    } catch (error) {
      this.logger.failure('The flight recorder could not thin its data', error);
    } finally {
      this.isRunning = false;
    }
  }
}
