import { type Finding, sumMs } from './evidence.js';
import { shareText } from '../../model/format/share.js';

/**
 * The findings, largest first. Waits of one kind that hold more than anything else does are told as one where none of
 * them is the largest finding by itself: what is slow through forty small calls is not slow through what is a little
 * longer than each of them. And the rest that nothing explains must be larger than all waiting to come before it.
 *
 * @internal
 */
export function rank(findings: readonly Finding[], durationMs: number): Finding[] {
  const ranked = largestFirst(findings);
  const [first] = ranked;
  if (first === undefined) return ranked;
  const [kind = []] = [...byWait(ranked).values()].sort((a, b) => sumMs(b) - sumMs(a));
  if (kind.includes(first)) return ranked;
  if (sumMs(kind) > first.ms) return tellAsOne(ranked, kind, durationMs);
  const waits = ranked.filter(({ on }) => on !== undefined && on !== 'client');
  return first.kind === 'unexplained' && sumMs(waits) > first.ms ? tellAsOne(ranked, waits, durationMs) : ranked;
}

function largestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => b.ms - a.ms);
}

function byWait(findings: readonly Finding[]): Map<Finding['on'], Finding[]> {
  const kinds = new Map<Finding['on'], Finding[]>();
  for (const finding of findings) {
    if (finding.on === undefined) continue;
    const kind = kinds.get(finding.on);
    if (kind === undefined) kinds.set(finding.on, [finding]);
    else kind.push(finding);
  }
  return kinds;
}

/** @param waits some of the findings, largest first */
function tellAsOne(findings: readonly Finding[], waits: readonly Finding[], durationMs: number): Finding[] {
  const [longest] = waits;
  if (longest === undefined) return [...findings];
  const part = shareText(longest.ms / durationMs);
  const told = new Set(waits);
  const all: Finding = {
    ...longest,
    ms: sumMs(waits),
    headline: share => `${share} in ${waits.length} different waits, the longest of them: ${longest.headline(part)}`,
  };
  return [all, ...findings.filter(finding => !told.has(finding))];
}
