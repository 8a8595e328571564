import type { VerdictKind } from '../../model/report.interface.js';
import { sumMs } from './entries.js';
import type { Finding } from './finding.interface.js';
import { spentText } from './spent-text.js';

/** A finding with its kind and with the sentences of its rule. @internal */
export interface RankedFinding extends Finding {
  readonly kind: VerdictKind;
  readonly phrase: string;
  readonly headline: (spent: string) => string;
}

/**
 * Sorts the findings by their time, largest first, and merges waits that are small alone but large together:
 *
 * - Waits of one kind become one finding where their sum is larger than every single finding.
 * - All waits become one finding where `unexplained` is the largest finding, but smaller than their sum.
 *
 * @internal
 */
export function rank(findings: readonly RankedFinding[], durationMs: number): RankedFinding[] {
  const ranked = findings.toSorted((a, b) => b.ms - a.ms);
  const [first] = ranked;
  if (first === undefined) return ranked;
  const [largestKind = []] = [...byWaitKind(ranked).values()].sort((a, b) => sumMs(b) - sumMs(a));
  if (largestKind.includes(first)) return ranked;
  if (sumMs(largestKind) > first.ms) return merge(ranked, largestKind, durationMs);
  const waits = ranked.filter(({ on }) => on !== undefined && on !== 'client');
  return first.kind === 'unexplained' && sumMs(waits) > first.ms ? merge(ranked, waits, durationMs) : ranked;
}

function byWaitKind(findings: readonly RankedFinding[]): Map<RankedFinding['on'], RankedFinding[]> {
  const kinds = new Map<RankedFinding['on'], RankedFinding[]>();
  for (const finding of findings) {
    if (finding.on === undefined) continue;
    const kind = kinds.get(finding.on);
    if (kind === undefined) kinds.set(finding.on, [finding]);
    else kind.push(finding);
  }
  return kinds;
}

/** @param waits some of the findings, largest first */
function merge(
  findings: readonly RankedFinding[],
  waits: readonly RankedFinding[],
  durationMs: number,
): RankedFinding[] {
  const [longest] = waits;
  if (longest === undefined) return [...findings];
  const merged = new Set(waits);
  const phrase = `in ${waits.length} different waits, the longest ${spentText(longest.ms, durationMs)} ${longest.phrase}`;
  const sum: RankedFinding = { ...longest, ms: sumMs(waits), phrase, headline: spent => `${spent} ${phrase}` };
  return [sum, ...findings.filter(finding => !merged.has(finding))];
}
