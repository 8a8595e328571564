import { Injectable } from '@nestjs/common';
import { AlertFiles, LOCAL_FILE, STORE } from '../delivery/alert-files.js';
import type { Explained } from '../explain/explanation.interface.js';
import type { Alert } from '../model/alert.interface.js';
import type { Delivery } from '../model/delivery.interface.js';
import { AlertBacklog, type TakenBacklog } from './alert-backlog.js';
import { AlertClaims, type Grant } from './alert-claims.js';
import { AlertComposer } from './alert-composer.js';
import { AlertReceivers } from './alert-receivers.js';
import { AlertRecord } from './alert-record.js';
import { mostRepeats } from './repeat-counter.js';
import { VictimGracePeriod } from './victim-grace-period.js';

/**
 * Sends one alert to the receivers whose claims were granted, with the backlog of its fingerprint. Settles each claim by
 * the result of its delivery.
 *
 * @internal
 */
@Injectable()
export class AlertSender {
  constructor(
    private readonly grace: VictimGracePeriod,
    private readonly backlog: AlertBacklog,
    private readonly composer: AlertComposer,
    private readonly receivers: AlertReceivers,
    private readonly claims: AlertClaims,
    private readonly files: AlertFiles,
    private readonly record: AlertRecord,
  ) {}

  /**
   * Never rejects.
   *
   * @param durationMs of the execution that raised the alert
   * @returns true when at least one receiver got the alert
   */
  async send(
    fingerprint: string,
    grants: readonly Grant[],
    { report, mayHaveVictims }: Explained,
    durationMs: number,
  ): Promise<boolean> {
    if (mayHaveVictims) await this.grace.wait();
    const backlog = await this.backlog.take(
      fingerprint,
      grants.map(({ notifier }) => notifier),
    );
    const repeats = mostRepeats(backlog.repeats.values());
    const alert = this.composer.compose(report, fingerprint, repeats, backlog.victims);
    // Other notifiers must not wait for files that another process writes, or that were not due.
    this.files.expect(
      alert,
      grants.map(({ notifier }) => notifier),
    );
    const deliveries = await Promise.all(grants.map(grant => this.deliver(grant, alert, backlog, durationMs)));
    const delivered = this.record.add(alert, deliveries);
    if (!delivered) this.backlog.restoreVictims(backlog);
    return delivered;
  }

  private async deliver(grant: Grant, alert: Alert, backlog: TakenBacklog, durationMs: number): Promise<Delivery> {
    const delivery = await this.receivers.deliver(grant.notifier, alert, () => this.claims.renew(grant));
    // A dropped delivery never called the notifier, which would have ended the files itself.
    if (grant.notifier === LOCAL_FILE || grant.notifier === STORE) this.files.end(alert, grant.notifier);
    await this.claims.settle(grant, delivery, durationMs);
    this.backlog.settle(backlog, delivery, durationMs);
    return delivery;
  }
}
