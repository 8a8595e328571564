import { AsyncResource } from 'node:async_hooks';
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
/** Counts that wait to be sent. Further ones stay with this process until they are counted again. */
const MAX_UNSENT = 10_000;
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
  /** Repeats are counted in the context of a request, which the timer and the connection must not keep. */
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private unsent = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined = undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: GuardedClaimStore,
    private readonly repeats: RepeatCounter,
    private readonly live: LiveOptions,
  ) {}

  /** Starts to count, after an alert. In a fleet the first repeat of any process starts it. */
  begin(fingerprint: string, notifier: string): void {
    if (!this.store.sharesRepeats) this.repeats.begin(fingerprint, notifier);
  }

  /** A count of this process has changed: sends it soon. */
  note(fingerprint: string, notifiers: readonly string[]): void {
    if (!this.store.sharesRepeats) return;
    for (const notifier of notifiers) {
      if (this.unsent.size >= MAX_UNSENT) break;
      this.unsent.set(`${fingerprint} ${notifier}`, { fingerprint, notifier });
    }
    this.timer ??= this.ownContext.runInAsyncScope(() => setTimeout(() => void this.send(), SEND_EVERY_MS).unref());
  }

  /**
   * Removes the counts of this process and of the fleet, for the next alert. Never rejects: without an answer of the store
   * they are those of this process. The sum of the others is lost when the store removes it and the answer comes too late.
   */
  async take(fingerprint: string, notifier: string): Promise<RepeatCount> {
    const own = this.repeats.take(fingerprint, notifier);
    if (!this.store.sharesRepeats) return own;
    const fleet = await this.store.takeRepeats(this.keyOf({ fingerprint, notifier }));
    if (fleet === undefined) return own;
    if (own.count === 0) return fleet.count === 0 ? own : fleet;
    return {
      count: own.count + fleet.count,
      worstMs: Math.max(own.worstMs, fleet.worstMs),
      since: fleet.count === 0 ? own.since : Math.min(own.since, fleet.since),
      hosts: [...new Set([...fleet.hosts, ...this.hostsOf(own)])],
    };
  }

  /** Sends the counts before the process ends. Never rejects. */
  async close(): Promise<void> {
    await withDeadline(CLOSE_MS, this.send()).catch(() => undefined);
  }

  /** One after another: a slow store gets no more calls at a time. */
  private send(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending = this.sending.then(() => this.sendUnsent());
    return this.sending;
  }

  private async sendUnsent(): Promise<void> {
    const unsent = [...this.unsent];
    this.unsent = new Map();
    for (let at = 0; at < unsent.length; at += AT_A_TIME) {
      const sent = await Promise.all(unsent.slice(at, at + AT_A_TIME).map(([, each]) => this.sendOne(each)));
      if (sent.every(Boolean)) continue;
      // The store does not answer. All others would fail at once, and hold the event loop together.
      for (const [key, each] of unsent.slice(at + AT_A_TIME)) this.unsent.set(key, each);
      return;
    }
  }

  /**
   * A call that is carried out without an answer in time counts twice. The alternative is a count that is lost.
   *
   * @returns false when the count stays with this process
   */
  private async sendOne(counted: Counted): Promise<boolean> {
    const { fingerprint, notifier } = counted;
    const count = this.repeats.takeCounted(fingerprint, notifier);
    if (count === undefined) return true;
    const keptMs = Math.max(MIN_KEPT_MS, this.live.current.alertWindowMs * 2);
    const sent = { ...count, hosts: this.hostsOf(count) };
    if (await this.store.addRepeats(this.keyOf(counted), sent, keptMs)) return true;
    this.repeats.giveBack(fingerprint, notifier, count);
    this.note(fingerprint, [notifier]);
    return false;
  }

  /** A count that was given back after a failed delivery has those of other hosts in it. */
  private hostsOf({ hosts = [] }: RepeatCount): string[] {
    return [...new Set([...hosts, this.host])];
  }

  private keyOf({ fingerprint, notifier }: Counted): string {
    return claimKey(this.scope, fingerprint, notifier, 'repeats');
  }
}
