import { Injectable } from '@nestjs/common';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { errorText } from '../privacy/error-text.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { AlertBuilder, AlertBuildError } from './alert-builder.js';
import type { Explained } from './alert-builder.js';
import type { Culprit } from '../alerts/fingerprints.js';
import { KnownBlockers } from './known-blockers.js';
import { DroppedTask, TaskQueue } from '../platform/task-queue.js';
import type { PendingExecution } from '../alerts/awaiting-verdict.js';

/**
 * Reports in the making, and recordings that wait for it. Each works in slices of 2 ms, and those of all come in the
 * same turn of the event loop.
 */
const BUILDING = 2;
const WAITING = 100;

/**
 * - `explained`: there is a report.
 * - `victim`: there is none, because another has told already who is to blame.
 * - `dropped`: too many waited, or the application is shutting down.
 * - `failed`: none can be made.
 *
 * @internal
 */
export type Explanation =
  | { readonly outcome: 'explained'; readonly explained: Explained }
  | { readonly outcome: 'victim'; readonly culprit: Culprit }
  | { readonly outcome: 'dropped'; readonly reason: 'too-many-reports' | 'shutdown' }
  | { readonly outcome: 'failed' };

/**
 * Finds out why executions were slow, a few at a time, and remembers who held the event loop.
 *
 * @internal
 */
@Injectable()
export class AlertExplainer {
  private readonly builds = new TaskQueue(BUILDING, WAITING);
  private readonly held = new KnownBlockers();

  constructor(
    private readonly builder: AlertBuilder,
    private readonly logger: MonitorLogger,
  ) {}

  /** Who held this one up for most of its time, as far as reports have told already. */
  culpritOf(execution: PendingExecution): Culprit | undefined {
    return this.held.culpritOf(execution);
  }

  /** Never rejects. The recording is cut, or let go. */
  async explain(execution: FinishedExecution, handle: RecordingHandle): Promise<Explanation> {
    try {
      const explanation = await this.builds.run(() => this.inTurn(execution, handle));
      if (!(explanation instanceof DroppedTask)) return explanation;
      this.release(handle);
      return { outcome: 'dropped', reason: explanation.reason === 'shutdown' ? 'shutdown' : 'too-many-reports' };
    } catch (error) {
      const isOurs = error instanceof AlertBuildError;
      const what = isOurs ? error.message : 'An alert could not be made';
      this.logger.failure(what, new Error(errorText(isOurs ? error.cause : error)));
      return { outcome: 'failed' };
    }
  }

  /** Nobody wants it explained. */
  release(handle: RecordingHandle): void {
    try {
      handle.release();
    } catch (error) {
      this.logger.failure('A recording could not be let go', error);
    }
  }

  /** What waits is dropped; what is in the making is left to end. */
  close(): void {
    this.builds.close();
  }

  private async inTurn(execution: FinishedExecution, handle: RecordingHandle): Promise<Explanation> {
    // While it waited, the report about another may have told.
    const culprit = this.held.culpritOf(execution);
    if (culprit !== undefined) {
      this.release(handle);
      return { outcome: 'victim', culprit };
    }
    const explained = await this.builder.explain(execution, handle);
    this.held.learn(explained.held);
    return { outcome: 'explained', explained };
  }
}
