import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../delivery/alert-files.js';
import { alertLine } from './alert-line.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import type { Alert } from '../model/alert.interface.js';
import type { Delivery } from '../model/delivery.interface.js';
import { StatsService } from '../stats/stats.service.js';
import { RecentAlerts } from './recent-alerts.js';

/**
 * Records the result of an alert: in the statistics, in the digest, and in one log line.
 *
 * @internal
 */
@Injectable()
export class AlertRecord {
  constructor(
    private readonly files: AlertFiles,
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
    private readonly recent: RecentAlerts,
  ) {}

  /** @returns true when at least one receiver got the alert */
  add(alert: Alert, deliveries: readonly Delivery[]): boolean {
    const { kind, name } = alert.report.execution;
    const delivered = deliveries.some(({ outcome }) => outcome === 'delivered');
    if (delivered) this.stats.slowTally.alerted(kind, name);
    this.stats.verdict(alert.report.verdict.kind);
    this.count(deliveries, delivered);
    this.recent.add(alert, delivered);
    this.logger.warn(alertLine(alert, this.files.of(alert), delivered));
    return delivered;
  }

  private count(deliveries: readonly Delivery[], delivered: boolean): void {
    const reason = deliveries.find(({ outcome }) => outcome !== 'dropped')?.reason ?? deliveries[0]?.reason;
    if (delivered) this.stats.alertSent();
    else if (deliveries.every(({ outcome }) => outcome === 'dropped')) this.stats.alertDropped(reason ?? 'shutdown');
    else this.stats.alertFailed(reason ?? 'error');
  }
}
