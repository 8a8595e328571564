import { Injectable } from '@nestjs/common';
import type { Alert } from '../model/alert.interface.js';
import type { Delivery } from '../model/delivery.interface.js';
import type { FinishedExecution } from '../model/finished-execution.interface.js';
import type { AlertReason } from '../model/performance-stats.interface.js';
import { oneLine } from '../model/format/one-line.js';
import { StatsService } from '../stats/stats.service.js';
import { AlertReceivers } from './alert-receivers.js';
import { FleetRepeats } from './fleet-repeats.js';
import { RepeatCounter, type RepeatCount } from './repeat-counter.js';
import { VictimLists } from './victim-lists.js';

type Victim = Pick<FinishedExecution, 'name' | 'durationMs'>;

/** The part of the backlog that one alert contains. @internal */
export interface TakenBacklog {
  readonly fingerprint: string;
  /** By receiver. */
  readonly repeats: ReadonlyMap<string, RepeatCount>;
  readonly victims: Alert['victims'];
}

/**
 * The slow executions without an alert of their own. The next alert with their fingerprint counts the repeats and lists
 * the victims.
 *
 * @internal
 */
@Injectable()
export class AlertBacklog {
  private readonly victims = new VictimLists();

  constructor(
    private readonly receivers: AlertReceivers,
    private readonly stats: StatsService,
    private readonly repeats: RepeatCounter,
    private readonly fleet: FleetRepeats,
  ) {}

  /** Counts an execution whose fingerprint is within its window, or has an alert in flight. */
  suppressRepeat(fingerprint: string, durationMs: number): void {
    this.stats.alertSuppressed('repeat');
    this.count(fingerprint, durationMs);
  }

  /** Counts an execution of a process without a processor, which the alert about that process covers. */
  suppressStarved(fingerprint: string, durationMs: number): void {
    this.stats.alertSuppressed('starved');
    this.count(fingerprint, durationMs);
  }

  /** Lists an execution with the next alert of its blocker. */
  suppressVictim(blocker: string, victim: Victim): void {
    this.stats.alertSuppressed('victim');
    this.listVictim(blocker, victim);
  }

  /** Lists a victim whose report is about to be sent as the alert of its blocker. */
  listVictim(blocker: string, { name, durationMs }: Victim): void {
    this.victims.add(blocker, [{ name: oneLine(name), durationMs }]);
  }

  /** Counts an execution that was given up before any notifier was called. */
  drop(reason: AlertReason, fingerprint: string, durationMs: number): void {
    this.stats.alertDropped(reason);
    this.count(fingerprint, durationMs);
  }

  /** Counts an execution whose report could not be built. */
  failReport(fingerprint: string, durationMs: number): void {
    this.stats.alertFailed('no-report');
    this.count(fingerprint, durationMs);
  }

  /** Removes the backlog of a fingerprint, for the alert that is about to be sent to these receivers. Never rejects. */
  async take(fingerprint: string, receivers: readonly string[]): Promise<TakenBacklog> {
    const repeats = await Promise.all(
      receivers.map(async receiver => [receiver, await this.fleet.take(fingerprint, receiver)] as const),
    );
    return { fingerprint, repeats: new Map(repeats), victims: this.victims.take(fingerprint) };
  }

  /** Starts a new count at a receiver that got the alert. Otherwise restores the count and adds the execution. */
  settle({ fingerprint, repeats }: TakenBacklog, { notifier, outcome, reason }: Delivery, durationMs: number): void {
    if (outcome === 'delivered') return this.fleet.begin(fingerprint, notifier);
    const count = repeats.get(notifier);
    if (count !== undefined) this.repeats.giveBack(fingerprint, notifier, count);
    // Another process has sent the alert about this execution's endpoint.
    if (reason !== 'claim-lost') this.repeats.add(fingerprint, [notifier], durationMs);
    this.fleet.note(fingerprint, [notifier]);
  }

  /** Restores the victims of an alert that no receiver got. */
  restoreVictims({ fingerprint, victims }: TakenBacklog): void {
    this.victims.add(fingerprint, victims);
  }

  private count(fingerprint: string, durationMs: number): void {
    const receivers = this.receivers.all();
    this.repeats.add(fingerprint, receivers, durationMs);
    this.fleet.note(fingerprint, receivers);
  }
}
