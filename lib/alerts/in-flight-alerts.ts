import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { allSucceedWithin } from '../platform/all-succeed-within.js';
import { errorText } from '../privacy/error-text.js';
import { StatsService } from '../stats/stats.service.js';

/**
 * The alerts that are being prepared or delivered: one for each fingerprint.
 *
 * @internal
 */
@Injectable()
export class InFlightAlerts {
  private readonly alerts = new Map<string, Promise<boolean>>();
  /** Alerts must not run in the async context of the request that raised them. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');

  constructor(
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
  ) {}

  get size(): number {
    return this.alerts.size;
  }

  has(fingerprint: string): boolean {
    return this.alerts.has(fingerprint);
  }

  /** @returns the result of `alert`; false when it rejects. Never rejects. */
  run(fingerprint: string, alert: () => Promise<boolean>): Promise<boolean> {
    const running = this.ownContext.runInAsyncScope(() =>
      this.guard(alert).finally(() => {
        if (this.alerts.get(fingerprint) === running) this.alerts.delete(fingerprint);
      }),
    );
    this.alerts.set(fingerprint, running);
    return running;
  }

  /** @returns true when all alerts that are in flight now succeed in time. Never rejects. */
  allDelivered(timeoutMs: number): Promise<boolean> {
    return allSucceedWithin([...this.alerts.values()], timeoutMs);
  }

  /** Resolves when all alerts that are in flight now have settled, or after the timeout. Never rejects. */
  async allSettled(timeoutMs: number): Promise<void> {
    const settled = [...this.alerts.values()].map(alert => alert.then(() => true));
    await allSucceedWithin(settled, timeoutMs);
  }

  private async guard(alert: () => Promise<boolean>): Promise<boolean> {
    try {
      return await alert();
    } catch (error) {
      this.stats.alertFailed('error');
      this.logger.failure('An alert could not be sent', new Error(errorText(error)));
      return false;
    }
  }
}
