import type { FinishedExecution } from '../execution/finished-execution.interface.js';
import type { Culprit } from './fingerprints.js';
import type { HeldStretch } from './held-stretches.js';

const MAX_STRETCHES = 500;

/** What explains more than half of an execution is its verdict, whatever else there was. */
const MOST_OF_IT = 0.5;

/**
 * Who held the event loop in the last minutes, as the reports made so far have told. A hundred executions that one held
 * up cost a few reports: once one of them has named the culprit, the others are known for its victims by their times.
 *
 * @internal
 */
export class HeldLoop {
  /** Of one culprit they do not overlap. */
  private readonly stretches: HeldStretch[] = [];

  learn(stretches: readonly HeldStretch[]): void {
    for (const stretch of stretches) this.add(stretch);
    const tooMany = this.stretches.length - MAX_STRETCHES;
    if (tooMany > 0) this.stretches.splice(0, tooMany);
  }

  /** Who held this one up for most of its time, as far as is known. */
  culpritOf({ id, start, durationMs }: FinishedExecution): Culprit | undefined {
    if (this.stretches.length === 0) return undefined;
    const end = start + durationMs;
    const byCulprit = new Map<Culprit, number>();
    let total = 0;
    for (const stretch of this.stretches) {
      const ms = Math.min(end, stretch.end) - Math.max(start, stretch.start);
      if (ms <= 0 || stretch.by.id === id) continue;
      total += ms;
      byCulprit.set(stretch.by, (byCulprit.get(stretch.by) ?? 0) + ms);
    }
    if (total <= durationMs * MOST_OF_IT) return undefined;
    const [main] = [...byCulprit].sort((a, b) => b[1] - a[1]);
    return main?.[0];
  }

  /** Several victims tell of the same stretch, each of the part that it saw. */
  private add(stretch: HeldStretch): void {
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
