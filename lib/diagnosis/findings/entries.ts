import type { Evidence } from '../evidence.interface.js';
import type { LedgerEntry } from '../ledger.js';
import type { PhaseType } from '../timeline/phases.js';

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

/** The method around a group of spans; `undefined` for the handler, which the endpoint names already. @internal */
export function callerOf({ groups: { groups } }: Evidence, group: number): string | undefined {
  const around = groups[groups[group]?.parent ?? -1];
  return around === undefined || around.kind === 'execution' || around.kind === 'handler' ? undefined : around.name;
}

/** The stack of each sample of the execution. @internal */
export function sampledStacks({ recording }: Evidence): number[] {
  return recording.samples.map(sample => sample.stack);
}
