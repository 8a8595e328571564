import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import type { FinishedExecution } from '../execution/finished-execution.interface.js';
import { AlertFiles } from '../notifiers/alert-files.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../performance-monitor.constants.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { StatsService } from '../stats/stats.service.js';
import { AlertBuilder, AlertBuildError } from './alert-builder.js';
import { AlertClaims } from './alert-claims.js';
import type { Alert } from './alert.interface.js';
import { alertLine } from './alert-line.js';
import { allWithin } from './all-within.js';
import type { Claim } from './claims/claim-store.interface.js';
import { Dispatcher } from './dispatcher.js';
import { errorText } from '../privacy/error-text.js';
import { fingerprintOf } from './fingerprint.js';
import { RepeatCounter } from './repeat-counter.js';
import { DROPPED, TaskQueue } from './task-queue.js';

/** Reports in the making, and recordings that wait for it. */
const BUILDING = 4;
const WAITING = 100;

/** Endpoints whose claim has been asked for and not answered: a store that is slow must not fill the memory. */
const MAX_ASKING = 1_000;

/** After everything was given up at shutdown: time to hand the claims back. */
const LAST_STEPS_MS = 250;

/**
 * From a slow execution to a delivered alert. Nothing here is awaited by the request.
 *
 * The claim comes first: a storm of slow executions of one endpoint costs one report.
 *
 * @internal
 */
@Injectable()
export class AlertPipeline {
  private readonly builds = new TaskQueue(BUILDING, WAITING);
  private readonly repeats = new RepeatCounter();
  private readonly pending = new Map<string, Promise<boolean>>();
  /** Our work belongs to no request, whosever context it is raised in. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private asking = 0;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly claims: AlertClaims,
    private readonly builder: AlertBuilder,
    private readonly dispatcher: Dispatcher,
    private readonly files: AlertFiles,
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
  ) {}

  /** Takes over a slow execution and its recording. Returns at once and never throws. */
  raise(execution: FinishedExecution, handle: RecordingHandle): void {
    const fingerprint = fingerprintOf(execution.kind, execution.name);
    if (this.closing || this.asking >= MAX_ASKING) return this.drop(handle);
    if (this.pending.has(fingerprint)) return this.suppress(fingerprint, execution, handle);

    this.pending.set(
      fingerprint,
      this.ownContext.runInAsyncScope(() => this.process(fingerprint, execution, handle)),
    );
  }

  /**
   * Waits for the alerts that are on their way now.
   *
   * @returns true when all of them were delivered; false when one was not, or the time was over. Never rejects.
   */
  flush(timeoutMs: number): Promise<boolean> {
    return allWithin([...this.pending.values()], timeoutMs);
  }

  /** Takes nothing more, delivers what it can within `shutdownTimeout`, and gives up the rest. Never rejects. */
  close(): Promise<void> {
    this.closing ??= this.drain();
    return this.closing;
  }

  private async drain(): Promise<void> {
    await allWithin([...this.pending.values()].map(settled), this.options.delivery.shutdownTimeoutMs);
    this.builds.close();
    this.dispatcher.close();
    await allWithin([...this.pending.values()].map(settled), LAST_STEPS_MS);
  }

  /** @returns false when there was something to tell and nobody was told. Never rejects. */
  private async process(fingerprint: string, execution: FinishedExecution, handle: RecordingHandle): Promise<boolean> {
    try {
      const claim = await this.ask(fingerprint);
      if (claim) return await this.alert(claim, execution, handle);
      this.suppress(fingerprint, execution, handle);
      return true;
    } catch (error) {
      this.stats.alertFailed();
      this.release(handle);
      this.logger.failure('Could not ask whether an alert was sent before', new Error(errorText(error)));
      return false;
    } finally {
      this.pending.delete(fingerprint);
    }
  }

  private async alert(claim: Claim, execution: FinishedExecution, handle: RecordingHandle): Promise<boolean> {
    const repeats = this.repeats.take(claim.fingerprint);
    const delivered = await this.buildAndSend(execution, handle, claim, repeats);
    await (delivered ? this.claims.sent(claim) : this.claims.failed(claim));
    if (delivered) this.repeats.begin(claim.fingerprint);
    else {
      this.repeats.giveBack(claim.fingerprint, repeats);
      this.repeats.add(claim.fingerprint, execution.durationMs);
    }
    return delivered;
  }

  private async ask(fingerprint: string): Promise<Claim | undefined> {
    this.asking += 1;
    try {
      return await this.claims.take(fingerprint);
    } finally {
      this.asking -= 1;
    }
  }

  private async buildAndSend(
    execution: FinishedExecution,
    handle: RecordingHandle,
    claim: Claim,
    repeats: Alert['repeats'],
  ): Promise<boolean> {
    try {
      const alert = await this.builds.run(() => this.builder.build(execution, handle, claim.fingerprint, repeats));
      if (alert !== DROPPED) return await this.send(alert);
      this.drop(handle);
    } catch (error) {
      this.stats.alertFailed();
      const what = error instanceof AlertBuildError ? error.message : 'An alert could not be sent';
      this.logger.failure(what, new Error(errorText(error instanceof AlertBuildError ? error.cause : error)));
    }
    return false;
  }

  /** Without any notifier the log line is the delivery. */
  private async send(alert: Alert): Promise<boolean> {
    const deliveries = await this.dispatcher.dispatch(alert);
    const delivered = deliveries.length === 0 || deliveries.some(({ outcome }) => outcome === 'delivered');
    if (delivered) this.stats.alertSent();
    else if (deliveries.some(({ outcome }) => outcome === 'failed')) this.stats.alertFailed();
    else this.stats.alertDropped();
    this.logger.warn(alertLine(alert, this.files.of(alert), delivered));
    return delivered;
  }

  private suppress(fingerprint: string, execution: FinishedExecution, handle: RecordingHandle): void {
    this.release(handle);
    this.stats.alertSuppressed();
    this.repeats.add(fingerprint, execution.durationMs);
  }

  private drop(handle: RecordingHandle): void {
    this.release(handle);
    this.stats.alertDropped();
  }

  private release(handle: RecordingHandle): void {
    try {
      handle.release();
    } catch (error) {
      this.logger.failure('A recording could not be let go', error);
    }
  }
}

/** For waiting only: that it is over counts, not how it ended. */
async function settled(work: Promise<boolean>): Promise<boolean> {
  await work;
  return true;
}
