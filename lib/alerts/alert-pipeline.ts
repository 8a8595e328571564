import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { errorText } from '../privacy/error-text.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import type { AlertReason } from '../model/performance-stats.interface.js';
import { StatsService } from '../stats/stats.service.js';
import type { Explained } from '../explain/alert-builder.js';
import { AlertClaims } from './alert-claims.js';
import type { Grant } from './alert-claims.js';
import { AlertExplainer } from '../explain/alert-explainer.js';
import { AlertSender } from './alert-sender.js';
import { Fingerprints } from './fingerprints.js';
import type { Culprit } from './fingerprints.js';
import { VictimCollection } from './victim-collection.js';
import { PendingWorks } from './pending-works.js';
import { AwaitingVerdict } from './awaiting-verdict.js';
import type { PendingExecution } from './awaiting-verdict.js';

/** Endpoints whose claim has been asked for and not answered: a store that is slow must not fill the memory. */
const MAX_ASKING = 1_000;

/** After everything was given up at shutdown: time to hand the claims back. */
const LAST_STEPS_MS = 1_000;

/**
 * From a slow execution to a delivered alert. Nothing here is awaited by the request.
 *
 * The claim comes first: a storm of slow executions of one endpoint costs one report. Whether an execution was held up
 * by another is known only after its report was made; then its own claims are handed back, and the alert, if there is
 * none yet, is the culprit's.
 *
 * @internal
 */
@Injectable()
export class AlertPipeline {
  private readonly gathering = new VictimCollection();
  private readonly undecided = new AwaitingVerdict();
  private readonly pending: PendingWorks;
  /** Our work belongs to no request, whosever context it is raised in. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private asking = 0;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly fingerprints: Fingerprints,
    private readonly claims: AlertClaims,
    private readonly explainer: AlertExplainer,
    private readonly sender: AlertSender,
    private readonly stats: StatsService,
    logger: MonitorLogger,
    private readonly live: LiveOptions,
  ) {
    this.pending = new PendingWorks(error => {
      stats.alertFailed('error');
      logger.failure('An alert could not be sent', new Error(errorText(error)));
    });
  }

  /** Takes over a slow execution and its recording. Returns at once and never throws. */
  raise(execution: FinishedExecution, handle: RecordingHandle): void {
    this.stats.slowTally.slow(execution.kind, execution.name, execution.durationMs);
    if (this.closing) {
      this.stats.alertDropped('shutdown');
      return this.explainer.release(handle);
    }
    const fingerprint = this.fingerprints.of(execution);
    const culprit = this.otherThan(fingerprint, this.explainer.culpritOf(execution));
    if (culprit !== undefined) {
      this.explainer.release(handle);
      return this.listVictim(culprit, execution);
    }
    const receivers = this.sender.receivers();
    if (receivers.length === 0) return this.drop('circuit-open', fingerprint, execution, handle);
    if (this.undecided.add(fingerprint, execution)) return this.explainer.release(handle);
    if (this.pending.has(fingerprint) || this.claims.areHeld(fingerprint, execution.durationMs, receivers))
      return this.suppress(fingerprint, execution, handle);
    if (this.asking >= MAX_ASKING) return this.drop('claims-busy', fingerprint, execution, handle);
    this.ownContext.runInAsyncScope(() => {
      void this.pending.track(fingerprint, () => this.process(fingerprint, receivers, execution, handle));
    });
  }

  /**
   * Waits for the alerts that are on their way now.
   *
   * @returns true when all of them were delivered; false when one was not, or the time was over. Never rejects.
   */
  flush(timeoutMs: number): Promise<boolean> {
    return this.pending.allDone(timeoutMs);
  }

  /** Takes nothing more, delivers what it can within `shutdownTimeout`, and gives up the rest. Never rejects. */
  close(): Promise<void> {
    this.closing ??= this.ownContext.runInAsyncScope(() => this.drain());
    return this.closing;
  }

  private async drain(): Promise<void> {
    this.gathering.end();
    await this.pending.allOver(this.live.current.delivery.shutdownTimeoutMs);
    this.explainer.close();
    this.sender.close();
    await this.pending.allOver(LAST_STEPS_MS);
    await this.claims.close();
  }

  /** @returns false when there was something to tell and nobody was told */
  private async process(
    fingerprint: string,
    receivers: readonly string[],
    execution: FinishedExecution,
    handle: RecordingHandle,
  ): Promise<boolean> {
    this.undecided.open(fingerprint);
    const grants = await this.ask(fingerprint, receivers, execution.durationMs);
    if (grants.length === 0) {
      this.decide(fingerprint);
      this.suppress(fingerprint, execution, handle);
      return true;
    }
    const explanation = await this.explainer.explain(execution, handle);
    this.decide(fingerprint);
    if (explanation.outcome === 'victim') {
      this.listVictim(this.fingerprints.ofCulprit(explanation.culprit), execution);
      await this.claims.release(grants);
      return true;
    }
    if (explanation.outcome === 'explained') {
      const { explained } = explanation;
      const culprit = this.otherThan(fingerprint, explained.culprit);
      if (culprit === undefined) return this.send(fingerprint, grants, execution, explained);
      this.sender.countVictim(culprit, execution);
      await this.claims.release(grants);
      return this.blame(culprit, execution, explained);
    }
    this.sender.count(fingerprint, execution.durationMs);
    // A report that can not be made is not tried again with the next execution: its claims are left to run out.
    if (explanation.outcome === 'failed') this.stats.alertFailed('no-report');
    else {
      this.stats.alertDropped(explanation.reason);
      await this.claims.release(grants);
    }
    return false;
  }

  /** A victim's report is there before anybody has told about its culprit. */
  private async blame(culprit: string, execution: FinishedExecution, explained: Explained): Promise<boolean> {
    const receivers = this.sender.receivers();
    if (this.pending.has(culprit) || receivers.length === 0) {
      this.stats.alertSuppressed('victim');
      return true;
    }
    return this.pending.track(culprit, async () => {
      const grants = await this.ask(culprit, receivers, execution.durationMs);
      if (grants.length > 0) return this.send(culprit, grants, execution, explained);
      this.stats.alertSuppressed('victim');
      return true;
    });
  }

  private async send(
    fingerprint: string,
    grants: readonly Grant[],
    execution: FinishedExecution,
    explained: Explained,
  ): Promise<boolean> {
    if (explained.held.length > 0) await this.gathering.wait(() => this.undecided.allClosed());
    return this.sender.send(fingerprint, grants, explained, execution.durationMs);
  }

  private async ask(fingerprint: string, receivers: readonly string[], durationMs: number): Promise<readonly Grant[]> {
    this.asking += 1;
    try {
      return await this.claims.take(fingerprint, durationMs, receivers);
    } finally {
      this.asking -= 1;
    }
  }

  /** What came while the report was made: repeats, or victims of the same culprit. */
  private decide(fingerprint: string): void {
    for (const execution of this.undecided.close(fingerprint)) {
      const culprit = this.otherThan(fingerprint, this.explainer.culpritOf(execution));
      if (culprit === undefined) this.countRepeat(fingerprint, execution.durationMs);
      else this.listVictim(culprit, execution);
    }
  }

  /** The fingerprint of whoever is to blame, when that is somebody else. */
  private otherThan(fingerprint: string, culprit: Culprit | undefined): string | undefined {
    const theirs = culprit && this.fingerprints.ofCulprit(culprit);
    return theirs === fingerprint ? undefined : theirs;
  }

  private listVictim(culprit: string, execution: PendingExecution): void {
    this.sender.countVictim(culprit, execution);
    this.stats.alertSuppressed('victim');
  }

  private suppress(fingerprint: string, { durationMs }: FinishedExecution, handle: RecordingHandle): void {
    this.explainer.release(handle);
    this.countRepeat(fingerprint, durationMs);
  }

  private countRepeat(fingerprint: string, durationMs: number): void {
    this.stats.alertSuppressed('repeat');
    this.sender.count(fingerprint, durationMs);
  }

  private drop(reason: AlertReason, fingerprint: string, execution: FinishedExecution, handle: RecordingHandle): void {
    this.explainer.release(handle);
    this.stats.alertDropped(reason);
    this.sender.count(fingerprint, execution.durationMs);
  }
}
