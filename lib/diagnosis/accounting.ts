import type { Accounting } from '../model/report.interface.js';
import type { Steps } from './diagnosis.interface.js';
import { markLargest } from './largest.js';
import type { LedgerEntry } from './ledger.js';
import { type Phases, PhaseType } from './timeline/phases.js';
import { Stepper } from '../platform/stepper.js';

/** Lines of waiting; the shortest waits share the last line. */
const MAX_WAITS = 100;

type WaitingLine = Accounting['waiting'][number];

/**
 * Splits the wall time into parts. They add up to the duration, because each instant is in exactly one of them.
 *
 * @internal
 */
export function* account(durationMs: number, ledger: readonly LedgerEntry[], { waits }: Phases): Steps<Accounting> {
  const stepper = new Stepper();
  const totals = [0, 0, 0, 0, 0, 0, 0];
  const lines = waits.map(({ on, label }) => ({ on, label, ms: 0, count: 0 }));
  for (const entry of ledger) {
    if (stepper.isDue()) yield;
    totals[entry.type] = (totals[entry.type] ?? 0) + entry.ms;
    const line = entry.type === PhaseType.waiting ? lines[entry.ref] : undefined;
    if (line === undefined) continue;
    line.ms += entry.ms;
    line.count += entry.count;
  }
  return {
    durationMs,
    cpuMs: totals[PhaseType.cpu] ?? 0,
    gcMs: totals[PhaseType.gc] ?? 0,
    blockedMs: totals[PhaseType.blocked] ?? 0,
    starvedMs: totals[PhaseType.starved] ?? 0,
    clientMs: totals[PhaseType.client] ?? 0,
    unexplainedMs: totals[PhaseType.unexplained] ?? 0,
    waiting: yield* longest(lines),
  };
}

function* longest(lines: readonly WaitingLine[]): Steps<WaitingLine[]> {
  yield;
  const keep = lines.length > MAX_WAITS ? MAX_WAITS - 1 : MAX_WAITS;
  const marks = yield* markLargest(
    Float64Array.from(lines, ({ ms }) => ms),
    keep,
  );
  const kept = lines.filter((_, index) => marks[index] === 1).sort((a, b) => b.ms - a.ms);
  const rest = lines.filter((_, index) => marks[index] !== 1);
  if (rest.length === 0) return kept;
  const more: WaitingLine = {
    on: 'other',
    label: `(${rest.length} more)`,
    ms: rest.reduce((sum, line) => sum + line.ms, 0),
    count: rest.reduce((sum, line) => sum + line.count, 0),
  };
  return [...kept, more];
}
