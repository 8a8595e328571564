import type { Alert } from '../model/alert.interface.js';

type Victim = Alert['victims'][number];

const MAX_BLOCKERS = 500;
const MAX_VICTIMS = 100;

/**
 * Lists the victims of each blocker for its next alert: the 100 slowest for each of at most 500 fingerprints.
 *
 * @internal
 */
export class VictimLists {
  private readonly lists = new Map<string, Victim[]>();

  /** @param blocker its fingerprint */
  add(blocker: string, victims: readonly Victim[]): void {
    if (victims.length === 0) return;
    const known = this.lists.get(blocker);
    if (known === undefined && this.lists.size >= MAX_BLOCKERS) {
      const [oldest] = this.lists.keys();
      if (oldest !== undefined) this.lists.delete(oldest);
    }
    const all = [...(known ?? []), ...victims];
    if (all.length > MAX_VICTIMS) all.sort(slowestFirst).splice(MAX_VICTIMS);
    this.lists.set(blocker, all);
  }

  /** Removes the list, slowest first, for the next alert. */
  take(blocker: string): readonly Victim[] {
    const victims = this.lists.get(blocker) ?? [];
    this.lists.delete(blocker);
    return victims.sort(slowestFirst);
  }
}

function slowestFirst(a: Victim, b: Victim): number {
  return b.durationMs - a.durationMs;
}
