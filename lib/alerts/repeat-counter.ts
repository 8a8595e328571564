import { wallClock } from '../platform/clock.js';
import type { Alert } from '../model/alert.interface.js';

type Repeats = Alert['repeats'];

/** An endpoint has one for each notifier. */
const MAX_COUNTS = 10_000;

/** @internal */
export interface RepeatCount {
  count: number;
  worstMs: number;
  /** Milliseconds since 1970. */
  since: number;
}

/**
 * Counts, for each fingerprint and notifier, the slow executions that were not told about, for the next alert to tell.
 * At most 10 000: then the one counted first is forgotten.
 *
 * @internal
 */
export class RepeatCounter {
  private readonly counts = new Map<string, RepeatCount>();

  /** An alert was sent: counting begins. */
  begin(fingerprint: string, notifier: string): void {
    this.countOf(fingerprint, notifier);
  }

  /** One more slow execution that is only counted. */
  add(fingerprint: string, notifiers: readonly string[], durationMs: number): void {
    for (const notifier of notifiers) {
      const count = this.countOf(fingerprint, notifier);
      count.count += 1;
      if (durationMs > count.worstMs) count.worstMs = durationMs;
    }
  }

  /** Everything counted, which the next alert will tell. */
  take(fingerprint: string, notifier: string): RepeatCount {
    const key = keyOf(fingerprint, notifier);
    const counted = this.counts.get(key) ?? none();
    this.counts.delete(key);
    return counted;
  }

  /** The alert that should have told them was not sent. */
  giveBack(fingerprint: string, notifier: string, { count, worstMs, since }: RepeatCount): void {
    if (count === 0) return;
    const known = this.countOf(fingerprint, notifier);
    known.count += count;
    known.worstMs = Math.max(known.worstMs, worstMs);
    known.since = Math.min(known.since, since);
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

/** What an alert to several notifiers tells: of the one that knows of the most. @internal */
export function mostRepeats(counts: Iterable<RepeatCount>): Repeats {
  let most = none();
  for (const count of counts)
    if (count.count > most.count || (most.count === 0 && count.since < most.since)) most = count;
  return { count: most.count, worstMs: most.worstMs, since: new Date(most.since).toISOString() };
}

function keyOf(fingerprint: string, notifier: string): string {
  return `${fingerprint} ${notifier}`;
}

function none(): RepeatCount {
  return { count: 0, worstMs: 0, since: wallClock() };
}
