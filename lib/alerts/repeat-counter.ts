import { Injectable } from '@nestjs/common';
import type { Alert } from '../model/alert.interface.js';
import { wallClock } from '../platform/clock.js';

/** An endpoint has one count for each notifier. */
const MAX_COUNTS = 10_000;

/** Slow executions of one endpoint without an alert at one notifier. @internal */
export interface RepeatCount {
  count: number;
  worstMs: number;
  /** Milliseconds since 1970. */
  since: number;
  /** The names of the hosts that have counted; absent for the count of this process alone. */
  hosts?: readonly string[];
}

/**
 * Counts the slow executions without an alert, for each fingerprint and notifier, until the next alert. At most 10 000
 * counts: one more evicts the oldest.
 *
 * @internal
 */
@Injectable()
export class RepeatCounter {
  private readonly counts = new Map<string, RepeatCount>();

  /** Starts to count: an alert was delivered. */
  begin(fingerprint: string, notifier: string): void {
    this.countOf(fingerprint, notifier);
  }

  /** Adds one slow execution. */
  add(fingerprint: string, notifiers: readonly string[], durationMs: number): void {
    for (const notifier of notifiers) {
      const count = this.countOf(fingerprint, notifier);
      count.count += 1;
      if (durationMs > count.worstMs) count.worstMs = durationMs;
    }
  }

  /** Removes the count, for the next alert. */
  take(fingerprint: string, notifier: string): RepeatCount {
    const key = keyOf(fingerprint, notifier);
    const count = this.counts.get(key) ?? none();
    this.counts.delete(key);
    return count;
  }

  /** Removes the count, unless it is 0: then its start is kept. */
  takeCounted(fingerprint: string, notifier: string): RepeatCount | undefined {
    const count = this.counts.get(keyOf(fingerprint, notifier));
    return count === undefined || count.count === 0 ? undefined : this.take(fingerprint, notifier);
  }

  /** Adds a taken count again: its alert was not delivered. */
  giveBack(fingerprint: string, notifier: string, { count, worstMs, since, hosts = [] }: RepeatCount): void {
    if (count === 0) return;
    const known = this.countOf(fingerprint, notifier);
    known.count += count;
    known.worstMs = Math.max(known.worstMs, worstMs);
    known.since = Math.min(known.since, since);
    if (hosts.length > 0) known.hosts = [...new Set([...(known.hosts ?? []), ...hosts])];
  }

  private countOf(fingerprint: string, notifier: string): RepeatCount {
    const key = keyOf(fingerprint, notifier);
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.counts.keys();
    if (oldest !== undefined && this.counts.size >= MAX_COUNTS) this.counts.delete(oldest);
    const count = none();
    this.counts.set(key, count);
    return count;
  }
}

/** The repeats in an alert to several notifiers: the largest of their counts. @internal */
export function mostRepeats(counts: Iterable<RepeatCount>): Alert['repeats'] {
  let most = none();
  for (const each of counts) if (each.count > most.count || (most.count === 0 && each.since < most.since)) most = each;
  const { count, worstMs, hosts = [] } = most;
  const since = new Date(most.since).toISOString();
  return { count, worstMs, since, ...(count > 0 && hosts.length > 0 && { hosts: hosts.length }) };
}

function keyOf(fingerprint: string, notifier: string): string {
  return `${fingerprint} ${notifier}`;
}

function none(): RepeatCount {
  return { count: 0, worstMs: 0, since: wallClock() };
}
