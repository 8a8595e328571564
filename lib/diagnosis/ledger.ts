import type { Steps } from './diagnosis.interface.js';
import type { SpanGroups } from './span-groups.js';
import { PhaseType, type Phases, STARVED_BY } from './timeline/phases.js';
import { Stepper } from '../platform/stepper.js';

/**
 * The time that one group of spans spent in one way: in its own code, on one wait, or blocked by one blocker.
 *
 * @internal
 */
export interface LedgerEntry {
  readonly type: PhaseType;
  readonly group: number;
  /** As in `Phases.ref`. */
  readonly ref: number;
  ms: number;
  /** Number of waits, pauses, blocks or slices. */
  count: number;
  /** The waits, in columns; empty for everything else. */
  readonly waits: LedgerWaits;
  /** The last entered `Phases.origin`; -1 before the first one. */
  last: number;
}

/** @internal */
export interface LedgerWaits {
  /** Milliseconds. */
  readonly each: number[];
  /** As in `Phases.origin`. */
  readonly origins: number[];
  /** Index in the recording of the span that waited. */
  readonly spans: number[];
}

/** Where an operation's waits are added up. */
interface OperationPlace {
  readonly entry: LedgerEntry;
  /** Index in the entry's `waits`. */
  readonly at: number;
}

/**
 * Adds up the time by group of spans and by its use. All later passes work on these sums.
 *
 * @internal
 */
export function* addUp(phases: Phases, { groupOf }: SpanGroups): Steps<LedgerEntry[]> {
  const stepper = new Stepper();
  const entries = new Map<number, LedgerEntry>();
  const operations = new Map<number, OperationPlace>();
  const refs = Math.max(phases.waits.length, phases.blockers.length, STARVED_BY.length);
  for (let i = 0; i < phases.length; i++) {
    if (stepper.isDue()) yield;
    const type = (phases.type[i] ?? 0) as PhaseType;
    const group = groupOf[phases.span[i] ?? 0] ?? 0;
    const ref = phases.ref[i] ?? 0;
    const origin = phases.origin[i] ?? 0;
    const ms = (phases.end[i] ?? 0) - (phases.start[i] ?? 0);
    const key = (group * 8 + type) * refs + ref;
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { type, group, ref, ms: 0, count: 0, waits: { each: [], origins: [], spans: [] }, last: -1 };
      entries.set(key, entry);
    }
    entry.ms += ms;
    const { each, origins, spans } = entry.waits;
    const known = type === PhaseType.waiting && origin < 0 ? operations.get(origin) : undefined;
    if (known?.entry === entry) {
      each[known.at] = (each[known.at] ?? 0) + ms;
      continue;
    }
    const isNew = entry.last !== origin;
    if (isNew) {
      entry.last = origin;
      entry.count++;
    }
    if (type === PhaseType.waiting) {
      if (isNew) {
        each.push(ms);
        origins.push(origin);
        spans.push(phases.span[i] ?? 0);
      } else each[each.length - 1] = (each.at(-1) ?? 0) + ms;
      if (origin < 0) operations.set(origin, { entry, at: each.length - 1 });
    }
  }
  return [...entries.values()];
}
