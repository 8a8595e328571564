import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AlertClaims } from '../alerts/alert-claims.js';
import { AlertReceivers } from '../alerts/alert-receivers.js';
import { AlertSender } from '../alerts/alert-sender.js';
import { InFlightAlerts } from '../alerts/in-flight-alerts.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { LiveOptions } from '../options/live-options.js';
import { clearTimeout, setTimeout } from '../platform/host-timers.js';
import { processWide } from '../platform/process-wide.js';
import { isSettled, type UnsentAlert } from './unsent-alert.interface.js';
import { UnsentFiles } from './unsent-files.js';

/** Added to the time of a lease: a killed process holds its claims for that long. */
const AFTER_LEASE_MS = 10_000;

/**
 * Sends the alerts of watch threads to the receivers that these could not reach. It does so when the event loop comes back, or
 * at the next start. The claims decide among the processes that start together.
 *
 * @internal
 */
@Injectable()
export class LeftAlerts {
  /** Applications of one process leave each other's alerts alone. */
  readonly ownId = processWide('processId', randomUUID);
  private readonly files: UnsentFiles | undefined;
  private second: NodeJS.Timeout | undefined;

  constructor(
    private readonly live: LiveOptions,
    private readonly receivers: AlertReceivers,
    private readonly claims: AlertClaims,
    private readonly sender: AlertSender,
    private readonly inFlight: InFlightAlerts,
    private readonly logger: MonitorLogger,
  ) {
    const { localFile } = live.current;
    this.files = localFile === false ? undefined : new UnsentFiles(localFile.outputDir, this.ownId);
  }

  /** Sends those of processes that have ended. A second time when the claims of a killed process have expired. */
  start(): void {
    if (this.files === undefined) return;
    const leaseMs = this.live.current.delivery.timeoutMs * 2;
    void this.sendAll(false);
    this.second ??= setTimeout(() => void this.sendAll(true), leaseMs + AFTER_LEASE_MS).unref();
  }

  stop(): void {
    clearTimeout(this.second);
  }

  /** Never rejects. */
  async send(alert: UnsentAlert, isLast = true): Promise<void> {
    const { fingerprint, report } = alert;
    await this.inFlight.run(fingerprint, async () => {
      const isSent = await this.sendNow(alert);
      if (isSent || isLast) await this.files?.remove({ report });
      return isSent;
    });
  }

  private async sendAll(isLast: boolean): Promise<void> {
    try {
      for (const alert of (await this.files?.left()) ?? []) await this.send(alert, isLast);
    } catch (error) {
      this.logger.failure('Alerts that an ended process left could not be sent', error);
    }
  }

  /** @returns false when a receiver may need another attempt */
  private async sendNow({ fingerprint, report, deliveries }: UnsentAlert): Promise<boolean> {
    const { durationMs } = report.execution;
    const settled = new Set(deliveries.filter(isSettled).map(({ notifier }) => notifier));
    const delivered = deliveries.filter(({ outcome }) => outcome === 'delivered').map(({ notifier }) => notifier);
    // The thread cannot reach the application's own store. It gets the windows now.
    for (const grant of await this.claims.take(fingerprint, durationMs, delivered))
      await this.claims.settle(grant, { outcome: 'delivered' }, durationMs);
    const open = this.receivers.ready().filter(receiver => !settled.has(receiver));
    if (open.length === 0) return true;
    const grants = await this.claims.take(fingerprint, durationMs, open);
    if (grants.length === 0) return false;
    const explained = { report, blockedIntervals: [], blocker: undefined, mayHaveVictims: false, isStarved: false };
    const isSent = await this.sender.send(fingerprint, grants, explained, durationMs);
    return isSent && grants.length === open.length;
  }
}
