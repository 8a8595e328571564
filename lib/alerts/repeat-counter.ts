import type { Alert } from './alert.interface.js';

type Repeats = Alert['repeats'];

const MAX_ENDPOINTS = 10_000;

/**
 * Counts, for each fingerprint, the slow executions that were not told about, for the next alert to tell. At most
 * 10 000 fingerprints: then the one counted first is forgotten.
 *
 * @internal
 */
export class RepeatCounter {
  private readonly counts = new Map<string, Repeats>();

  /** An alert was sent: counting begins. */
  begin(fingerprint: string): void {
    this.merge(fingerprint, none());
  }

  /** One more slow execution that is only counted. */
  add(fingerprint: string, durationMs: number): void {
    this.merge(fingerprint, { ...none(), count: 1, worstMs: durationMs });
  }

  /** Everything counted, which the next alert will tell. */
  take(fingerprint: string): Repeats {
    const counted = this.counts.get(fingerprint) ?? none();
    this.counts.delete(fingerprint);
    return counted;
  }

  /** The alert that should have told them was not sent. */
  giveBack(fingerprint: string, repeats: Repeats): void {
    if (repeats.count > 0) this.merge(fingerprint, repeats);
  }

  private merge(fingerprint: string, more: Repeats): void {
    const known = this.counts.get(fingerprint);
    if (!known && this.counts.size >= MAX_ENDPOINTS) {
      const [oldest] = this.counts.keys();
      if (oldest !== undefined) this.counts.delete(oldest);
    }
    this.counts.set(fingerprint, known ? sumOf(known, more) : more);
  }
}

function none(): Repeats {
  return { count: 0, worstMs: 0, since: new Date().toISOString() };
}

function sumOf(a: Repeats, b: Repeats): Repeats {
  return {
    count: a.count + b.count,
    worstMs: Math.max(a.worstMs, b.worstMs),
    since: a.since < b.since ? a.since : b.since,
  };
}
