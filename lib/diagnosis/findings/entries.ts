import type { Evidence } from '../evidence.interface.js';
import type { LedgerEntry } from '../ledger.js';
import type { SpanGroup } from '../span-groups.js';
import type { PhaseType } from '../timeline/phases.js';
import { MIN_REPETITIONS } from './repetitions.js';

/** @internal */
export function entriesOf(evidence: Evidence, type: PhaseType): LedgerEntry[] {
  return evidence.ledger.filter(entry => entry.type === type);
}

/** @internal */
export function sumMs(entries: readonly { readonly ms: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.ms, 0);
}

/** Name of the group with the largest entry. Entries of the same group are not added up. @internal */
export function mainSpan(evidence: Evidence, entries: readonly Pick<LedgerEntry, 'group' | 'ms'>[]): string {
  let most: Pick<LedgerEntry, 'group' | 'ms'> | undefined;
  for (const entry of entries) if (most === undefined || entry.ms > most.ms) most = entry;
  return evidence.groups.groups[most?.group ?? 0]?.name ?? '';
}

/**
 * The method that calls a group of spans: the outermost one that is repeated, such as a field resolver of GraphQL, else the
 * next one. `undefined` for the handler, which the endpoint names already.
 *
 * @internal
 */
export function callerOf({ groups: { groups } }: Evidence, group: number): string | undefined {
  let caller: SpanGroup | undefined;
  let around = groups[groups[group]?.parent ?? -1];
  while (around !== undefined && around.kind !== 'execution' && around.kind !== 'handler') {
    if (caller === undefined || around.calls >= MIN_REPETITIONS) caller = around;
    around = groups[around.parent];
  }
  return caller?.name;
}

/** The stack of each sample of the execution. @internal */
export function sampledStacks({ recording }: Evidence): number[] {
  return recording.samples.map(sample => sample.stack);
}
