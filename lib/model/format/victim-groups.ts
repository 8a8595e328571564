import type { Report } from '../report.interface.js';

/** Victims of one name. @internal */
export interface VictimGroup {
  readonly name: string;
  readonly count: number;
  /** The longest of them, in milliseconds. */
  readonly worstMs: number;
}

/** The victims of a report by name, longest first. @internal */
export function victimGroups(victims: NonNullable<Report['victims']>): VictimGroup[] {
  const groups = new Map<string, { name: string; count: number; worstMs: number }>();
  for (const { name, durationMs } of victims) {
    const known = groups.get(name);
    if (known === undefined) groups.set(name, { name, count: 1, worstMs: durationMs });
    else {
      known.count += 1;
      known.worstMs = Math.max(known.worstMs, durationMs);
    }
  }
  return [...groups.values()].sort((a, b) => b.worstMs - a.worstMs);
}
