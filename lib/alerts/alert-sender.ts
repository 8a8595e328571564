import { Injectable } from '@nestjs/common';
import { AlertFiles, LOCAL_FILE } from '../delivery/alert-files.js';
import type { Delivery } from '../model/delivery.interface.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { oneLine } from '../privacy/one-line.js';
import { StatsService } from '../stats/stats.service.js';
import { AlertBuilder } from '../explain/alert-builder.js';
import type { Explained } from '../explain/alert-builder.js';
import { AlertClaims } from './alert-claims.js';
import type { Grant } from './alert-claims.js';
import type { Alert } from '../model/alert.interface.js';
import { alertLine } from '../delivery/alert-line.js';
import { Dispatcher } from '../delivery/dispatcher.js';
import { mostRepeats, RepeatCounter } from './repeat-counter.js';
import type { RepeatCount } from './repeat-counter.js';
import { VictimLists } from './victim-lists.js';

/** Without any notifier the log line is the delivery, and has a claim as any other. */
const LOG_LINE = 'log';

/**
 * Sends what was explained to the notifiers whose claims were granted, tells what was only counted before, and ends
 * each claim by what became of the alert at its notifier.
 *
 * @internal
 */
@Injectable()
export class AlertSender {
  private readonly repeats = new RepeatCounter();
  private readonly victims = new VictimLists();

  constructor(
    private readonly claims: AlertClaims,
    private readonly builder: AlertBuilder,
    private readonly dispatcher: Dispatcher,
    private readonly files: AlertFiles,
    private readonly stats: StatsService,
    private readonly logger: MonitorLogger,
  ) {}

  /** Where an alert would go now; empty when all notifiers have failed again and again, and are left alone. */
  receivers(): readonly string[] {
    return this.dispatcher.names().length === 0 ? [LOG_LINE] : this.dispatcher.readyNames();
  }

  /** One more slow execution that no alert is sent about, for the next one to tell. */
  count(fingerprint: string, durationMs: number): void {
    const names = this.dispatcher.names();
    this.repeats.add(fingerprint, names.length === 0 ? [LOG_LINE] : names, durationMs);
  }

  /** One more execution that was slow because of this culprit, for its next alert to list. */
  countVictim(culprit: string, { name, durationMs }: Alert['victims'][number]): void {
    this.victims.add(culprit, [{ name: oneLine(name), durationMs }]);
  }

  /** Gives up everything that is under way. */
  close(): void {
    this.dispatcher.close();
  }

  /** @returns whether somebody was told. Never rejects. */
  async send(
    fingerprint: string,
    grants: readonly Grant[],
    explained: Explained,
    durationMs: number,
  ): Promise<boolean> {
    const counted = new Map(grants.map(({ notifier }) => [notifier, this.repeats.take(fingerprint, notifier)]));
    const victims = this.victims.take(fingerprint);
    const alert = this.builder.alertOf(explained, fingerprint, mostRepeats(counted.values()), victims);
    // Another process writes its files, or none are due: who sends the alert elsewhere must not wait for them.
    if (!grants.some(({ notifier }) => notifier === LOCAL_FILE)) this.files.end(alert);
    const deliveries = await Promise.all(
      grants.map(async grant => {
        const delivery = await this.deliver(grant, alert);
        // The notifier was never called when the delivery was dropped.
        if (grant.notifier === LOCAL_FILE) this.files.end(alert);
        await this.claims.settle(grant, delivery, durationMs);
        this.remember(alert, grant.notifier, delivery, counted.get(grant.notifier), durationMs);
        return delivery;
      }),
    );
    const delivered = deliveries.some(({ outcome }) => outcome === 'delivered');
    if (delivered) this.stats.slowTally.alerted(alert.report.execution.kind, alert.report.execution.name);
    else this.victims.add(fingerprint, victims);
    this.countAlert(deliveries, delivered);
    this.logger.warn(alertLine(alert, this.files.of(alert), delivered));
    return delivered;
  }

  private deliver(grant: Grant, alert: Alert): Promise<Delivery> {
    const { notifier } = grant;
    if (notifier === LOG_LINE && this.dispatcher.names().length === 0)
      return Promise.resolve({ notifier, outcome: 'delivered' });
    return this.dispatcher.deliver(notifier, alert, () => this.claims.renew(grant));
  }

  private remember(
    { fingerprint }: Alert,
    notifier: string,
    { outcome, reason }: Delivery,
    counted: RepeatCount | undefined,
    durationMs: number,
  ): void {
    if (outcome === 'delivered') return this.repeats.begin(fingerprint, notifier);
    if (counted !== undefined) this.repeats.giveBack(fingerprint, notifier, counted);
    // What another process has sent was told.
    if (reason !== 'claim-lost') this.repeats.add(fingerprint, [notifier], durationMs);
  }

  private countAlert(deliveries: readonly Delivery[], delivered: boolean): void {
    const reason = deliveries.find(({ outcome }) => outcome !== 'dropped')?.reason ?? deliveries[0]?.reason;
    if (delivered) this.stats.alertSent();
    else if (deliveries.every(({ outcome }) => outcome === 'dropped')) this.stats.alertDropped(reason ?? 'shutdown');
    else this.stats.alertFailed(reason ?? 'error');
  }
}
