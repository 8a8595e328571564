import type { Accounting } from '../report/report.interface.js';
import type { LedgerEntry } from './ledger.js';
import { type Stretches, StretchType } from './stretches.js';

/** Kinds of waiting that are listed; what is left over is one line. */
const MAX_WAITS = 100;

type WaitingLine = Accounting['waiting'][number];

/**
 * Where the wall time went. The parts add up to the duration, for every instant is in exactly one of them.
 *
 * @internal
 */
export function account(durationMs: number, ledger: readonly LedgerEntry[], { waits }: Stretches): Accounting {
  const totals = [0, 0, 0, 0, 0, 0];
  const lines = waits.map(wait => ({ ...wait, ms: 0, count: 0 }));
  for (const entry of ledger) {
    totals[entry.type] = (totals[entry.type] ?? 0) + entry.ms;
    const line = entry.type === StretchType.waiting ? lines[entry.ref] : undefined;
    if (line === undefined) continue;
    line.ms += entry.ms;
    line.count += entry.count;
  }
  return {
    durationMs,
    cpuMs: totals[StretchType.cpu] ?? 0,
    gcMs: totals[StretchType.gc] ?? 0,
    blockedMs: totals[StretchType.blocked] ?? 0,
    clientMs: totals[StretchType.client] ?? 0,
    unexplainedMs: totals[StretchType.unexplained] ?? 0,
    waiting: longest(lines),
  };
}

function longest(lines: WaitingLine[]): WaitingLine[] {
  lines.sort((a, b) => b.ms - a.ms);
  if (lines.length <= MAX_WAITS) return lines;
  const rest = lines.slice(MAX_WAITS - 1);
  const more: WaitingLine = {
    on: 'other',
    label: `(${rest.length} more)`,
    ms: rest.reduce((sum, line) => sum + line.ms, 0),
    count: rest.reduce((sum, line) => sum + line.count, 0),
  };
  return [...lines.slice(0, MAX_WAITS - 1), more];
}
