import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { ExplanationQueue } from '../explain/explanation-queue.js';
import type { SlowExecution } from '../explain/explanation.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { StatsService } from '../stats/stats.service.js';
import { Admission } from './admission.js';
import { AlertClaims, type Grant } from './alert-claims.js';
import { AlertOutcome, type AlertExplanation } from './alert-outcome.js';
import { AlertShutdown } from './alert-shutdown.js';
import { CoalescedExecutions } from './coalesced-executions.js';
import { Fingerprints } from './fingerprints.js';
import { InFlightAlerts } from './in-flight-alerts.js';
import { StarvedProcess } from './starved-process.js';

/**
 * From a slow execution to a delivered alert: slow ▸ fingerprint ▸ claim ▸ explain ▸ deliver. No request waits for it.
 *
 * The claim precedes the expensive steps, so that a storm of slow executions of one endpoint costs one report.
 *
 * @internal
 */
@Injectable()
export class AlertPipeline {
  /** A tool that follows calls by their async context would take the alert for a step of the request. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');

  constructor(
    private readonly stats: StatsService,
    private readonly fingerprints: Fingerprints,
    private readonly admission: Admission,
    private readonly claims: AlertClaims,
    private readonly explanations: ExplanationQueue,
    private readonly coalesced: CoalescedExecutions,
    private readonly outcome: AlertOutcome,
    private readonly inFlight: InFlightAlerts,
    private readonly shutdown: AlertShutdown,
    private readonly starved: StarvedProcess,
  ) {}

  /** Takes a slow execution and its recording. Returns at once and never throws. */
  raise(execution: FinishedExecution, handle: RecordingHandle): void {
    // An execution that hangs is counted at its end, and a fast one that was queued too long is not slow.
    if (execution.stuck !== true && execution.queued?.isOnlyReason !== true)
      this.stats.slowTally.slow(execution.kind, execution.name, execution.durationMs);
    const slow = this.slowOf(execution, handle);
    const receivers = this.admission.admit(slow);
    if (receivers.length > 0)
      this.ownContext.runInAsyncScope(() => {
        void this.inFlight.run(slow.fingerprint, () => this.process(slow, receivers));
      });
    else this.explanations.release(handle);
  }

  /**
   * Waits for the alerts that are in flight now.
   *
   * @returns true when all of them were delivered; false when one was not, or after the timeout. Never rejects.
   */
  flush(timeoutMs: number): Promise<boolean> {
    return this.inFlight.allDelivered(timeoutMs);
  }

  /** Delivers as many alerts as possible within `shutdownTimeout`, and drops all others. Never rejects. */
  close(): Promise<void> {
    return this.shutdown.run();
  }

  private async process(slow: SlowExecution, receivers: readonly string[]): Promise<boolean> {
    this.coalesced.begin(slow.fingerprint);
    const grants = await this.claims.take(slow.fingerprint, slow.lateMs, receivers);
    const explanation = await this.explain(slow, grants);
    this.coalesced.resolve(slow.fingerprint, isStarved(explanation) ? this.starved.fingerprint : undefined);
    return this.outcome.settle(slow, grants, explanation);
  }

  private slowOf(execution: FinishedExecution, handle: RecordingHandle): SlowExecution {
    const endpoint = this.fingerprints.of(execution);
    const { stuck, queued, durationMs: lateMs } = execution;
    if (stuck === true)
      return { execution, handle, fingerprint: this.fingerprints.ofStuck(endpoint), endpoint, lateMs };
    if (queued?.isOnlyReason !== true) return { execution, handle, fingerprint: endpoint, lateMs };
    return { execution, handle, fingerprint: this.fingerprints.ofQueued(endpoint), endpoint, lateMs: queued.ms };
  }

  /** Only an execution with a claim is worth a report. */
  private async explain(slow: SlowExecution, grants: readonly Grant[]): Promise<AlertExplanation> {
    if (grants.length > 0) return this.explanations.explain(slow);
    this.explanations.release(slow.handle);
    return { outcome: 'suppressed' };
  }
}

function isStarved(explanation: AlertExplanation): boolean {
  return explanation.outcome === 'explained' && explanation.explained.isStarved;
}
