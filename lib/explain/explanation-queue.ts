import { Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { DroppedTask, TaskQueue } from '../platform/task-queue.js';
import { errorText } from '../privacy/error-text.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { Blame } from './blame.js';
import { ExplainError } from './explain.error.js';
import { Explainer } from './explainer.js';
import type { Explanation, SlowExecution } from './explanation.interface.js';

/** Reports that are built at the same time, in slices of 2 ms that share one turn of the event loop. */
const CONCURRENCY = 2;
const CAPACITY = 100;

/**
 * Explains a few slow executions at a time and lets 100 wait. One more drops the one that has waited longest.
 *
 * @internal
 */
@Injectable()
export class ExplanationQueue {
  private readonly tasks = new TaskQueue(CONCURRENCY, CAPACITY);

  constructor(
    private readonly explainer: Explainer,
    private readonly blame: Blame,
    private readonly logger: MonitorLogger,
  ) {}

  /** Cuts the recording or releases it. Never rejects. */
  async explain(slow: SlowExecution): Promise<Explanation> {
    try {
      const explanation = await this.tasks.run(() => this.explainNow(slow));
      if (!(explanation instanceof DroppedTask)) return explanation;
      this.release(slow.handle);
      return { outcome: 'dropped', reason: explanation.reason === 'shutdown' ? 'shutdown' : 'too-many-reports' };
    } catch (error) {
      const isStep = error instanceof ExplainError;
      const failure = isStep ? error.message : 'An alert could not be created';
      this.logger.failure(failure, new Error(errorText(isStep ? error.cause : error)));
      return { outcome: 'failed' };
    }
  }

  /** Releases the recording of an execution that gets no report. Never throws. */
  release(handle: RecordingHandle): void {
    try {
      handle.release();
    } catch (error) {
      this.logger.failure('A recording could not be released', error);
    }
  }

  /** Drops the executions that wait, and all later ones. Reports that are being built are completed. */
  close(): void {
    this.tasks.close();
  }

  private async explainNow(slow: SlowExecution): Promise<Explanation> {
    // A report that was completed in the meantime may identify the blocker.
    const blocker = this.blame.blockerOf(slow);
    if (blocker !== undefined) {
      this.release(slow.handle);
      return { outcome: 'victim', blocker };
    }
    const explained = await this.explainer.explain(slow);
    this.blame.remember(explained.blockedIntervals);
    return { outcome: 'explained', explained };
  }
}
