import { Injectable } from '@nestjs/common';
import type { Explained, Explanation, SlowExecution } from '../explain/explanation.interface.js';
import { StatsService } from '../stats/stats.service.js';
import { AlertBacklog } from './alert-backlog.js';
import { AlertClaims, type Grant } from './alert-claims.js';
import { AlertReceivers } from './alert-receivers.js';
import { AlertSender } from './alert-sender.js';
import { InFlightAlerts } from './in-flight-alerts.js';
import { STARVED_WINDOW_MS, StarvedProcess } from './starved-process.js';

/** `suppressed`: no claim was granted, so there is nothing to explain. @internal */
export type AlertExplanation = Explanation | { readonly outcome: 'suppressed' };

/**
 * Acts on the outcome of an explanation. Sends the alert of an explained execution, as the alert of its blocker where it
 * has one. Adds every other execution to the backlog.
 *
 * @internal
 */
@Injectable()
export class AlertOutcome {
  constructor(
    private readonly sender: AlertSender,
    private readonly claims: AlertClaims,
    private readonly receivers: AlertReceivers,
    private readonly inFlight: InFlightAlerts,
    private readonly backlog: AlertBacklog,
    private readonly stats: StatsService,
    private readonly starved: StarvedProcess,
  ) {}

  /** @returns false when the execution needed an alert and no receiver got one */
  async settle(slow: SlowExecution, grants: readonly Grant[], explanation: AlertExplanation): Promise<boolean> {
    const { fingerprint, execution, lateMs } = slow;
    switch (explanation.outcome) {
      case 'explained':
        return this.deliverExplained(slow, grants, explanation.explained);
      case 'suppressed':
        this.backlog.suppressRepeat(fingerprint, lateMs);
        return true;
      case 'victim':
        this.backlog.suppressVictim(explanation.blocker, execution);
        await this.claims.release(grants);
        return true;
      case 'dropped':
        this.backlog.drop(explanation.reason, fingerprint, lateMs);
        await this.claims.release(grants);
        return false;
      case 'failed':
        // The next report would fail, too: the claims are left to expire with their lease.
        this.backlog.failReport(fingerprint, lateMs);
        return false;
    }
  }

  private async deliverExplained(
    { fingerprint, execution, lateMs }: SlowExecution,
    grants: readonly Grant[],
    explained: Explained,
  ): Promise<boolean> {
    const { blocker, isStarved } = explained;
    if (isStarved) {
      await this.claims.release(grants);
      return this.deliverForStarved(explained, execution.durationMs);
    }
    if (blocker === undefined) return this.sender.send(fingerprint, grants, explained, lateMs);
    this.backlog.listVictim(blocker, execution);
    await this.claims.release(grants);
    return this.deliverForBlocker(blocker, explained, execution.durationMs);
  }

  /** A victim was explained before any alert about its blocker: its report is sent with the blocker's fingerprint. */
  private async deliverForBlocker(blocker: string, explained: Explained, durationMs: number): Promise<boolean> {
    const receivers = this.receivers.ready();
    if (this.inFlight.has(blocker) || receivers.length === 0) return this.suppressVictim();
    return this.inFlight.run(blocker, async () => {
      const grants = await this.claims.take(blocker, durationMs, receivers);
      return grants.length > 0 ? this.sender.send(blocker, grants, explained, durationMs) : this.suppressVictim();
    });
  }

  /** The execution had no processor. Its report is sent as the alert about the process, unless the window is closed. */
  private async deliverForStarved(explained: Explained, durationMs: number): Promise<boolean> {
    const { fingerprint } = this.starved;
    const receivers = this.receivers.ready();
    if (this.inFlight.has(fingerprint) || receivers.length === 0) return this.suppressStarved(durationMs);
    return this.inFlight.run(fingerprint, async () => {
      // The durations of different endpoints cannot be compared, so no slower execution opens this window early.
      const grants = await this.claims.take(fingerprint, 0, receivers, STARVED_WINDOW_MS);
      if (grants.length === 0) return this.suppressStarved(durationMs);
      return this.sender.send(fingerprint, grants, explained, durationMs);
    });
  }

  private suppressStarved(durationMs: number): boolean {
    this.backlog.suppressStarved(this.starved.fingerprint, durationMs);
    return true;
  }

  private suppressVictim(): boolean {
    this.stats.alertSuppressed('victim');
    return true;
  }
}
