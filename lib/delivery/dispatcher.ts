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
 * Gives alerts to the notifiers, each on its own lane.
 *
 * @internal
 */
@Injectable()
export class Dispatcher {
  private readonly lanes = new Map<string, DeliveryLane>();
  private laid = 0;
  private closed = false;

  /** @param notifiers may be added to until the application has started: they are looked at when an alert comes */
  constructor(
    @Inject(NOTIFIERS) private readonly notifiers: readonly Notifier[],
    private readonly live: LiveOptions,
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
  ) {}

  /** The names of all notifiers, by which alerts are given to them. */
  names(): readonly string[] {
    return [...this.all().keys()];
  }

  /** Those of them that are not left alone because they have failed again and again. */
  readyNames(): readonly string[] {
    return [...this.all()].filter(([, lane]) => lane.isReady).map(([name]) => name);
  }

  /**
   * Gives an alert to one notifier. Never rejects.
   *
   * @param admit asked right before the notifier is called; false when another process has sent the alert meanwhile
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

  /** Gives an alert to all notifiers at once, and waits for all. Never rejects; empty when there is no notifier. */
  async dispatch(alert: Alert): Promise<readonly Delivery[]> {
    return Promise.all(this.names().map(name => this.deliver(name, alert)));
  }

  /** Gives up everything that is under way: what waits is dropped, what runs is aborted. */
  close(): void {
    this.closed = true;
    for (const lane of this.lanes.values()) lane.close();
  }

  private all(): ReadonlyMap<string, DeliveryLane> {
    for (; this.laid < this.notifiers.length; this.laid += 1) {
      const notifier = this.notifiers[this.laid];
      if (notifier === undefined) continue;
      const name = this.unusedName(nameOf(notifier, this.laid));
      const lane = new DeliveryLane(notifier, name, () => this.live.current.delivery);
      if (this.closed) lane.close();
      this.lanes.set(name, lane);
    }
    return this.lanes;
  }

  /** Claims are kept by the name: the same in every process, as long as the notifiers are. */
  private unusedName(name: string): string {
    let unused = name;
    for (let number = 2; this.lanes.has(unused); number += 1) unused = `${name} #${number}`;
    return unused;
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
