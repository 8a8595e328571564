import type { FinishedExecution } from '../../../lib/model/finished-execution.interface.js';
import type { RecordingHandle } from '../../../lib/recorder/recording-handle.interface.js';
import type { Recording } from '../../../lib/recorder/recording.interface.js';
import type { SlowExecutions } from '../../../lib/tracing/ports.interface.js';

export interface Raised {
  readonly execution: FinishedExecution;
  readonly recording: Recording;
}

/** Stands in for the alerts: takes all slow executions with their recordings. */
export class SlowKeeper implements SlowExecutions {
  private readonly raised: Promise<Raised>[] = [];
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  get count(): number {
    return this.raised.length;
  }

  raise(execution: FinishedExecution, held: RecordingHandle): void {
    this.raised.push(held.cut().then(recording => ({ execution, recording })));
    for (const { count, resolve } of this.waiting) if (this.count >= count) resolve();
  }

  /** All that were raised, once there are so many. */
  async atLeast(count: number): Promise<Raised[]> {
    if (this.count < count) await new Promise<void>(resolve => this.waiting.push({ count, resolve }));
    return Promise.all(this.raised);
  }
}
