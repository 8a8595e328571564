import { Injectable } from '@nestjs/common';
import { Dispatcher } from '../delivery/dispatcher.js';
import type { Alert } from '../model/alert.interface.js';
import type { Delivery } from '../model/delivery.interface.js';

/** Without any notifier, the log line is the delivery, with a claim of its own. */
const LOG_LINE = 'log';

/**
 * The receivers of alerts: the notifiers by name, or the log when the application has no notifier.
 *
 * @internal
 */
@Injectable()
export class AlertReceivers {
  constructor(private readonly dispatcher: Dispatcher) {}

  all(): readonly string[] {
    const names = this.dispatcher.names();
    return names.length === 0 ? [LOG_LINE] : names;
  }

  /** Without the notifiers whose circuit breaker is open; empty when all are. */
  ready(): readonly string[] {
    return this.dispatcher.names().length === 0 ? [LOG_LINE] : this.dispatcher.readyNames();
  }

  /**
   * Never rejects.
   *
   * @param admit called right before the notifier; resolves to false when another process has sent the alert
   */
  async deliver(receiver: string, alert: Alert, admit: () => Promise<boolean>): Promise<Delivery> {
    if (receiver === LOG_LINE && this.dispatcher.names().length === 0)
      return { notifier: receiver, outcome: 'delivered' };
    return this.dispatcher.deliver(receiver, alert, admit);
  }

  /** Drops the deliveries that wait and aborts those that run. */
  close(): void {
    this.dispatcher.close();
  }
}
