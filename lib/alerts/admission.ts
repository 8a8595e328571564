import { Injectable } from '@nestjs/common';
import { Blame } from '../explain/blame.js';
import type { SlowExecution } from '../explain/explanation.interface.js';
import type { AlertReason } from '../model/performance-stats.interface.js';
import { AlertBacklog } from './alert-backlog.js';
import { AlertClaims } from './alert-claims.js';
import { AlertReceivers } from './alert-receivers.js';
import { CoalescedExecutions } from './coalesced-executions.js';
import { Fingerprints } from './fingerprints.js';
import { InFlightAlerts } from './in-flight-alerts.js';
import { StarvedProcess } from './starved-process.js';

const NONE: readonly string[] = [];

/**
 * Decides, without the store of claims, which slow executions may become alerts. A storm of slow executions is
 * deduped here, at the cost of a few map look-ups each.
 *
 * @internal
 */
@Injectable()
export class Admission {
  private isOpen = true;

  constructor(
    private readonly blame: Blame,
    private readonly receivers: AlertReceivers,
    private readonly coalesced: CoalescedExecutions,
    private readonly inFlight: InFlightAlerts,
    private readonly claims: AlertClaims,
    private readonly backlog: AlertBacklog,
    private readonly starved: StarvedProcess,
    private readonly fingerprints: Fingerprints,
  ) {}

  /** @returns the receivers to claim the alert for; empty when the execution was suppressed, coalesced or dropped */
  admit(slow: SlowExecution): readonly string[] {
    const { fingerprint, execution, lateMs } = slow;
    if (!this.isOpen) return this.drop('shutdown', slow);
    const blocker = this.blame.blockerOf(slow);
    if (blocker !== undefined) {
      this.backlog.suppressVictim(blocker, execution);
      return NONE;
    }
    const receivers = this.receivers.ready();
    if (receivers.length === 0) return this.drop('circuit-open', slow);
    if (this.starved.covers(slow, receivers)) {
      this.backlog.suppressStarved(this.starved.fingerprint, execution.durationMs);
      return NONE;
    }
    const holder = this.alertedHolderOf(slow, receivers);
    if (holder !== undefined) {
      this.backlog.suppressVictim(holder, execution);
      return NONE;
    }
    if (this.coalesced.add(slow)) return NONE;
    if (this.inFlight.has(fingerprint) || this.claims.areHeld(fingerprint, lateMs, receivers)) {
      this.backlog.suppressRepeat(fingerprint, lateMs);
      return NONE;
    }
    if (this.claims.isBusy) return this.drop('claims-busy', slow);
    return receivers;
  }

  /** Drops all later executions: the application is shutting down. */
  close(): void {
    this.isOpen = false;
  }

  /** The holder of the pool, when an alert about it is under way or was sent: else this execution's report is the alert. */
  private alertedHolderOf(slow: SlowExecution, receivers: readonly string[]): string | undefined {
    const holder = this.blame.holderOf(slow);
    if (holder === undefined) return undefined;
    // The durations of different endpoints cannot be compared, so no slower execution opens the holder's window early.
    return [holder, this.fingerprints.ofStuck(holder)].find(
      alerted => this.inFlight.has(alerted) || this.claims.areHeld(alerted, 0, receivers),
    );
  }

  private drop(reason: AlertReason, { fingerprint, lateMs }: SlowExecution): readonly string[] {
    this.backlog.drop(reason, fingerprint, lateMs);
    return NONE;
  }
}
