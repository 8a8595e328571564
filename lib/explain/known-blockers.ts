import type { Culprit } from '../alerts/fingerprints.js';
import { mostlyHeldBy } from '../diagnosis/blockers/blocked-intervals.js';
import type { BlockedInterval } from '../diagnosis/blockers/blocked-intervals.js';
import type { PendingExecution } from '../alerts/awaiting-verdict.js';

const MAX_STRETCHES = 500;

/**
 * Who held the event loop in the last minutes, as the reports made so far have told. A hundred executions that one held
 * up cost a few reports: once one of them has named the culprit, the others are known for its victims by their times.
 *
 * @internal
 */
export class KnownBlockers {
  /** Of one culprit they do not overlap. */
  private readonly stretches: BlockedInterval[] = [];

  learn(stretches: readonly BlockedInterval[]): void {
    for (const stretch of stretches) this.add(stretch);
    const tooMany = this.stretches.length - MAX_STRETCHES;
    if (tooMany > 0) this.stretches.splice(0, tooMany);
  }

  /** Who held this one up for most of its time, as far as is known. */
  culpritOf({ id, start, durationMs }: PendingExecution): Culprit | undefined {
    if (this.stretches.length === 0) return undefined;
    const end = start + durationMs;
    const within = this.stretches
      .filter(stretch => stretch.start < end && stretch.end > start && stretch.by.id !== id)
      .map(stretch => ({ start: Math.max(start, stretch.start), end: Math.min(end, stretch.end), by: stretch.by }));
    return mostlyHeldBy(within, durationMs);
  }

  /** Several victims tell of the same stretch, each of the part that it saw. */
  private add(stretch: BlockedInterval): void {
    let { start, end, by } = stretch;
    for (let index = this.stretches.length - 1; index >= 0; index -= 1) {
      const known = this.stretches[index];
      if (known === undefined || known.by.id !== by.id || known.by.name !== by.name) continue;
      if (known.end < start || known.start > end) continue;
      start = Math.min(start, known.start);
      end = Math.max(end, known.end);
      by = known.by;
      this.stretches.splice(index, 1);
    }
    this.stretches.push({ start, end, by });
  }
}
