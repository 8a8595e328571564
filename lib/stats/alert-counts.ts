import type { DeliveryOutcome } from '../model/delivery.interface.js';
import type { AlertReason, AlertStats, NotifierStats } from '../model/performance-stats.interface.js';

/** The names come from the application, and are few. */
const MAX_NOTIFIERS = 100;

/**
 * Counts the results of slow executions, and of the deliveries at each notifier.
 *
 * @internal
 */
export class AlertCounts {
  private readonly totals = { sent: 0, suppressed: 0, failed: 0, dropped: 0 };
  private readonly reasons = new Map<AlertReason, number>();
  private readonly notifiers = new Map<string, Record<keyof NotifierStats, number>>();

  sent(): void {
    this.totals.sent += 1;
  }

  notSent(what: 'suppressed' | 'failed' | 'dropped', reason: AlertReason): void {
    this.totals[what] += 1;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  delivery(notifier: string, outcome: DeliveryOutcome): void {
    let counts = this.notifiers.get(notifier);
    if (counts === undefined) {
      if (this.notifiers.size >= MAX_NOTIFIERS) return;
      counts = { delivered: 0, failed: 0, ambiguous: 0, dropped: 0 };
      this.notifiers.set(notifier, counts);
    }
    counts[outcome] += 1;
  }

  snapshot(): AlertStats {
    return {
      ...this.totals,
      reasons: Object.fromEntries(this.reasons),
      notifiers: Object.fromEntries([...this.notifiers].map(([name, counts]) => [name, { ...counts }])),
    };
  }
}
