import { Injectable } from '@nestjs/common';
import { PerformanceMonitorService } from '../../../lib/index.js';
import type { Barrier } from './barrier.js';

/** A threshold that every execution reaches. */
export const AT_ONCE = 0.001;

/** The work that the handlers of a driver do: one method for each unit. */
@Injectable()
export class Work {
  /** Where units wait for each other, or for the test. */
  barrier: Barrier | undefined = undefined;

  constructor(private readonly monitor: PerformanceMonitorService) {}

  /** Opens spans that bear the unit's id, before and after the wait. */
  async steps(id: string): Promise<string> {
    await this.monitor.profile(`before ${id}`, turn);
    await this.barrier?.visit();
    await this.monitor.profile(`after ${id}`, async () => {
      await turn();
      await this.monitor.profile(`within ${id}`, turn);
    });
    return id;
  }

  async fail(id: string): Promise<never> {
    await this.steps(id);
    throw new Error(`failed on purpose: ${id}`);
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
