import { Inject, Injectable } from '@nestjs/common';
import type { Delivery } from '../notifiers/delivery.interface.js';
import { NOTIFIERS } from '../notifiers/notifier.interface.js';
import type { Notifier } from '../notifiers/notifier.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../performance-monitor.constants.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { oneLine } from '../privacy/one-line.js';
import type { Alert } from './alert.interface.js';
import { DeliveryLane } from './delivery-lane.js';

const MAX_NAME = 60;

/**
 * Gives an alert to all notifiers at once, each on its own lane.
 *
 * @internal
 */
@Injectable()
export class Dispatcher {
  private readonly laid: DeliveryLane[] = [];

  /** @param notifiers may be added to until the application has started: they are looked at when an alert comes */
  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: readonly Notifier[],
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly logger: MonitorLogger,
  ) {}

  private get lanes(): readonly DeliveryLane[] {
    const { queueSize, timeoutMs } = this.options.delivery;
    for (const [index, notifier] of this.notifiers.entries()) {
      this.laid[index] ??= new DeliveryLane(notifier, nameOf(notifier, index), queueSize, timeoutMs);
    }
    return this.laid;
  }

  /** Waits for all notifiers. Never rejects; empty when there is no notifier. */
  async dispatch(alert: Alert): Promise<readonly Delivery[]> {
    return Promise.all(this.lanes.map(lane => this.deliver(lane, alert)));
  }

  /** Gives up everything that is under way: what waits is dropped, what runs is aborted. */
  close(): void {
    for (const lane of this.lanes) lane.close();
  }

  private async deliver(lane: DeliveryLane, alert: Alert): Promise<Delivery> {
    const delivery = await lane.deliver(alert);
    if (delivery.error !== undefined) {
      const endpoint = oneLine(alert.report.execution.name);
      this.logger.failure(
        `Notifier ${lane.name} could not deliver`,
        new Error(`the alert about ${endpoint}: ${delivery.error}`),
      );
    }
    return delivery;
  }
}

/** A notifier may be anybody's: its name is asked for once, and may be anything. */
function nameOf(notifier: Notifier, index: number): string {
  const fallback = `#${index + 1}`;
  try {
    return typeof notifier.name === 'string' ? oneLine(notifier.name, MAX_NAME) || fallback : fallback;
  } catch {
    return fallback;
  }
}
