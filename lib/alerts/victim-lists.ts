import type { Alert } from '../model/alert.interface.js';

type Victim = Alert['victims'][number];

const MAX_CULPRITS = 500;
const MAX_VICTIMS = 100;

/**
 * Lists, for each culprit's fingerprint, the executions that it held up, for its next alert: the 100 that were held up
 * for longest.
 *
 * @internal
 */
export class VictimLists {
  private readonly lists = new Map<string, Victim[]>();

  add(culprit: string, victims: readonly Victim[]): void {
    if (victims.length === 0) return;
    const known = this.lists.get(culprit);
    if (known === undefined && this.lists.size >= MAX_CULPRITS) {
      const [oldest] = this.lists.keys();
      if (oldest !== undefined) this.lists.delete(oldest);
    }
    const all = [...(known ?? []), ...victims];
    if (all.length > MAX_VICTIMS) all.sort((a, b) => b.durationMs - a.durationMs).splice(MAX_VICTIMS);
    this.lists.set(culprit, all);
  }

  /** All of them, longest first, which the next alert will list. */
  take(culprit: string): readonly Victim[] {
    const victims = this.lists.get(culprit) ?? [];
    this.lists.delete(culprit);
    return victims.sort((a, b) => b.durationMs - a.durationMs);
  }
}
