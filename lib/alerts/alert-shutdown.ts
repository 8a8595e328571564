import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { ExplanationQueue } from '../explain/explanation-queue.js';
import { LiveOptions } from '../options/live-options.js';
import { Admission } from './admission.js';
import { AlertClaims } from './alert-claims.js';
import { AlertReceivers } from './alert-receivers.js';
import { FleetRepeats } from './fleet-repeats.js';
import { InFlightAlerts } from './in-flight-alerts.js';
import { VictimGracePeriod } from './victim-grace-period.js';

/** The time to release the claims of deliveries that were aborted. */
const RELEASE_MS = 1_000;

/**
 * Stops the alerts: delivers as many as possible within `shutdownTimeout`, and drops or aborts the rest.
 *
 * @internal
 */
@Injectable()
export class AlertShutdown {
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private running: Promise<void> | undefined;

  constructor(
    private readonly admission: Admission,
    private readonly grace: VictimGracePeriod,
    private readonly inFlight: InFlightAlerts,
    private readonly explanations: ExplanationQueue,
    private readonly receivers: AlertReceivers,
    private readonly fleet: FleetRepeats,
    private readonly claims: AlertClaims,
    private readonly live: LiveOptions,
  ) {}

  /** Later calls return the same promise. Never rejects. */
  run(): Promise<void> {
    this.running ??= this.ownContext.runInAsyncScope(() => this.runOnce());
    return this.running;
  }

  private async runOnce(): Promise<void> {
    this.admission.close();
    this.grace.end();
    await this.inFlight.allSettled(this.live.current.delivery.shutdownTimeoutMs);
    this.explanations.close();
    this.receivers.close();
    await this.inFlight.allSettled(RELEASE_MS);
    await this.fleet.close();
    await this.claims.close();
  }
}
