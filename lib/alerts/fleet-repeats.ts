import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { LiveOptions } from '../options/live-options.js';
import { clearTimeout, setTimeout } from '../platform/host-timers.js';
import { applicationName } from './application-name.js';
import { claimKey } from './claims/claim-key.js';
import { withDeadline } from './claims/deadline.js';
import { GuardedClaimStore } from './claims/guarded-claim-store.js';
import { type RepeatCount, RepeatCounter } from './repeat-counter.js';

/** Repeats of one endpoint within this time are one call of the store. */
const SEND_EVERY_MS = 2_000;
/** Counts that are sent at the same time. */
const AT_A_TIME = 50;
/** The next alert of a quiet endpoint may come a day later. */
const MIN_KEPT_MS = 24 * 3_600_000;
const CLOSE_MS = 1_000;

interface Counted {
  readonly fingerprint: string;
  readonly notifier: string;
}

/**
 * Moves the repeats of this process to the sums of the fleet, where the store of claims has them. The next alert then
 * counts the repeats of all processes, whichever of them sends it.
 *
 * @internal
 */
@Injectable()
export class FleetRepeats {
  private readonly scope = applicationName();
  private readonly host = hostname();
  /** Bounded by the counter, which has at most as many counts. */
  private counted = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined = undefined;

  constructor(
    private readonly store: GuardedClaimStore,
    private readonly repeats: RepeatCounter,
    private readonly live: LiveOptions,
  ) {}

  /** A slow execution was counted: sends the count soon. */
  note(fingerprint: string, notifiers: readonly string[]): void {
    if (!this.store.sharesRepeats) return;
    for (const notifier of notifiers) this.counted.set(`${fingerprint} ${notifier}`, { fingerprint, notifier });
    this.timer ??= setTimeout(() => void this.send(), SEND_EVERY_MS).unref();
  }

  /**
   * Removes the counts of this process and of the fleet, for the next alert. Never rejects: without an answer of the store,
   * they are those of this process.
   */
  async take(fingerprint: string, notifier: string): Promise<RepeatCount> {
    const own = this.repeats.take(fingerprint, notifier);
    const fleet = this.store.sharesRepeats
      ? await this.store.takeRepeats(this.keyOf({ fingerprint, notifier }))
      : undefined;
    if (fleet === undefined) return own;
    const hosts = new Set(own.count > 0 ? [...fleet.hosts, this.host] : fleet.hosts);
    return {
      count: own.count + fleet.count,
      worstMs: Math.max(own.worstMs, fleet.worstMs),
      since: Math.min(own.since, fleet.since),
      hosts: hosts.size,
    };
  }

  /** Sends the counts before the process ends. Never rejects. */
  async close(): Promise<void> {
    await withDeadline(CLOSE_MS, this.send()).catch(() => undefined);
  }

  private async send(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.counted.values()];
    this.counted = new Map();
    for (let at = 0; at < counted.length; at += AT_A_TIME) {
      await Promise.all(counted.slice(at, at + AT_A_TIME).map(each => this.sendOne(each)));
    }
  }

  /** A call that fails after it was carried out counts twice. The alternative is a count that is lost. */
  private async sendOne(counted: Counted): Promise<void> {
    const { fingerprint, notifier } = counted;
    const count = this.repeats.takeCounted(fingerprint, notifier);
    if (count === undefined) return;
    const keptMs = Math.max(MIN_KEPT_MS, this.live.current.alertWindowMs * 2);
    const isSent = await this.store.addRepeats(this.keyOf(counted), this.host, count, keptMs);
    if (!isSent) this.repeats.giveBack(fingerprint, notifier, count);
  }

  private keyOf({ fingerprint, notifier }: Counted): string {
    return claimKey(this.scope, fingerprint, notifier, 'repeats');
  }
}
