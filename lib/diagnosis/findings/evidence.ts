import type { Recording } from '../../recorder/recording.interface.js';
import type { Verdict, WaitKind } from '../../model/report.interface.js';
import type { FrameTable } from '../frames/frame-table.js';
import type { LedgerEntry } from '../ledger.js';
import type { SpanGroups } from '../span-groups.js';
import type { Stretches, StretchType } from '../timeline/stretches.js';

/** All that a finding is made from. @internal */
export interface Evidence {
  readonly recording: Recording;
  readonly durationMs: number;
  readonly stretches: Stretches;
  readonly ledger: readonly LedgerEntry[];
  readonly groups: SpanGroups;
  readonly frames: FrameTable;
}

/** A verdict whose share is not yet worked out. @internal */
export type Finding = Omit<Verdict, 'share' | 'headline'> & {
  readonly headline: (share: string) => string;
  /** For a wait, its kind. */
  readonly on?: WaitKind | 'client';
};

/** @internal */
export function entriesOf(evidence: Evidence, type: StretchType): LedgerEntry[] {
  return evidence.ledger.filter(entry => entry.type === type);
}

/** @internal */
export function sumMs(entries: readonly { readonly ms: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.ms, 0);
}

/** Name of the group that spent most; entries of one group are not added up. @internal */
export function mainSpan(evidence: Evidence, entries: readonly LedgerEntry[]): string {
  let most: LedgerEntry | undefined;
  for (const entry of entries) if (most === undefined || entry.ms > most.ms) most = entry;
  return evidence.groups.groups[most?.group ?? 0]?.name ?? '';
}
