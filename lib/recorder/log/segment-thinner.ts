import { clock } from '../../platform/clock.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { OwnWork } from '../../overhead/own-work.js';
import type { SegmentStore } from './segment-store.js';

/**
 * Thins the recorder's memory, one segment at a time, in steps that give the event loop back.
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

  /** @param isNeeded whether the execution of this id may still be cut out */
  async turn(isNeeded: (id: number) => boolean): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      await this.work.run(this.segments.thinOne(clock(), isNeeded));
    } catch (error) {
      this.logger.failure('The flight recorder could not thin its memory', error);
    } finally {
      this.isRunning = false;
    }
  }
}
