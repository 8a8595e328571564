import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { BOUNDARIES, type AttachMoment, type Boundary } from './boundary.interface.js';

/**
 * All boundaries of one application. A boundary that fails is logged, and the others go on.
 *
 * @internal
 */
@Injectable()
export class BoundaryRegistry {
  constructor(
    @Inject(BOUNDARIES) private readonly boundaries: readonly Boundary[],
    private readonly logger: MonitorLogger,
  ) {}

  /** True when a boundary attaches at this moment. */
  has(moment: AttachMoment): boolean {
    return this.boundaries.some(({ moments }) => moments.includes(moment));
  }

  attach(moment: AttachMoment): void {
    for (const boundary of this.boundaries) {
      if (!boundary.moments.includes(moment)) continue;
      try {
        boundary.attach(moment);
      } catch (error) {
        this.logger.failure(`Executions of kind ${boundary.kind} cannot be watched`, error);
      }
    }
  }

  detach(): void {
    for (const boundary of [...this.boundaries].reverse()) {
      try {
        boundary.detach();
      } catch (error) {
        this.logger.failure(`The monitor's part for executions of kind ${boundary.kind} could not be stopped`, error);
      }
    }
  }
}
