import { Inject, Injectable } from '@nestjs/common';
import type { Delivery } from '../model/delivery.interface.js';
import { NOTIFIERS } from '../model/notifier.interface.js';
import type { Notifier } from '../model/notifier.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { oneLine } from '../model/format/one-line.js';
import { StatsService } from '../stats/stats.service.js';
import type { Alert } from '../model/alert.interface.js';
import { DeliveryLane } from './delivery-lane.js';

const MAX_NAME = 60;

/**
 * Delivers alerts to the notifiers, each through its own lane.
 *
 * @internal
 */
@Injectable()
export class Dispatcher {
  private readonly lanes = new Map<string, DeliveryLane>();
  private laneCount = 0;
  private closed = false;

  /** @param notifiers may grow until the application has started, so lanes are created when they are needed */
  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: readonly Notifier[],
    private readonly live: LiveOptions,
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
  ) {}

  /** The names of all notifiers, for `deliver()`. */
  names(): readonly string[] {
    return [...this.all().keys()];
  }

  /** The names of the notifiers whose circuit is closed, or due for a probe. */
  readyNames(): readonly string[] {
    return [...this.all()].filter(([, lane]) => lane.isReady).map(([name]) => name);
  }

  /**
   * Delivers an alert to one notifier. Never rejects.
   *
   * @param admit called right before the notifier; resolves to false when another process has sent the alert
   */
  async deliver(name: string, alert: Alert, admit?: () => Promise<boolean>): Promise<Delivery> {
    const lane = this.all().get(name);
    if (lane === undefined) return { notifier: name, outcome: 'dropped', reason: 'shutdown' };
    const delivery = await lane.deliver(alert, admit);
    if (!alert.test) this.stats.delivery(name, delivery.outcome);
    if (delivery.error !== undefined) {
      const endpoint = oneLine(alert.report.execution.name);
      this.logger.failure(
        `Notifier ${name} could not deliver`,
        new Error(`the alert about ${endpoint}: ${delivery.error}`),
      );
    }
    return delivery;
  }

  /** Delivers an alert to all notifiers concurrently. Never rejects; empty when there is no notifier. */
  async dispatch(alert: Alert): Promise<readonly Delivery[]> {
    return Promise.all(this.names().map(name => this.deliver(name, alert)));
  }

  /** Drops the deliveries that wait and aborts those that run. */
  close(): void {
    this.closed = true;
    for (const lane of this.lanes.values()) lane.close();
  }

  private all(): ReadonlyMap<string, DeliveryLane> {
    for (; this.laneCount < this.notifiers.length; this.laneCount += 1) {
      const notifier = this.notifiers[this.laneCount];
      if (notifier === undefined) continue;
      const name = this.unusedName(nameOf(notifier, this.laneCount));
      const lane = new DeliveryLane(notifier, name, () => this.live.current.delivery);
      if (this.closed) lane.close();
      this.lanes.set(name, lane);
    }
    return this.lanes;
  }

  /** Claims contain the name, so it must be the same in every process with the same notifiers. */
  private unusedName(name: string): string {
    let unused = name;
    for (let number = 2; this.lanes.has(unused); number += 1) unused = `${name} #${number}`;
    return unused;
  }
}

/** The application may provide the notifier: its name is read once, and may be any value or throw. */
function nameOf(notifier: Notifier, index: number): string {
  const fallback = `#${index + 1}`;
  try {
    return typeof notifier.name === 'string' ? oneLine(notifier.name, MAX_NAME) || fallback : fallback;
  } catch {
    return fallback;
  }
}
