import type { Verdict, VerdictKind } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { shareOf } from '../../model/format/share.js';
import { endingHeadline } from './ending-headline.js';
import { FINDING_RULES } from './index.js';
import { rank, type RankedFinding } from './ranking.js';
import { spentText } from './spent-text.js';

/** The verdict included. */
const MAX_FINDINGS = 10;
const MIN_SHARE = 0.01;
const MIN_MS = 1;

/** A small rest and a few collections are no causes beside others. The accounting has them. */
const MIN_SIDE_SHARE = 0.05;
const SIDE_KINDS = new Set<VerdictKind>(['unexplained', 'garbage-collection']);

/** The second cause is part of the verdict's sentence when it is at least half as large as the first one. */
const MIN_SECOND = 0.5;
const MIN_SECOND_SHARE = 0.2;

/** The verdict of a diagnosis without any finding: an execution of 0 ms. */
const NOTHING = ranked(FINDING_RULES.unexplained, { subject: '', ms: 0 });

/**
 * Runs every rule and ranks the findings, largest first. The first one is the verdict, however small it is.
 *
 * @internal
 */
export function* findVerdicts(evidence: Evidence): Steps<[Verdict, ...Verdict[]]> {
  const findings: RankedFinding[] = [];
  for (const rule of Object.values<FindingRule>(FINDING_RULES)) {
    for (const finding of yield* rule.find(evidence)) findings.push(ranked(rule, finding));
    yield;
  }
  const { durationMs } = evidence;
  const [first = NOTHING, ...rest] = heldFirst(rank(findings, durationMs), evidence);
  const others = rest.filter(finding => isCause(finding, durationMs)).slice(0, MAX_FINDINGS - 1);
  const verdict = toVerdict(first, durationMs, verdictHeadline(first, others[0], evidence));
  return [verdict, ...others.map(finding => toVerdict(finding, durationMs, headlineOf(finding, durationMs)))];
}

/** Code that holds the event loop is the cause, however long the execution waited before. */
function heldFirst(findings: RankedFinding[], { ending }: Evidence): RankedFinding[] {
  if (ending?.blocksLoopMs === undefined) return findings;
  return findings.toSorted((a, b) => Number(b.kind === 'cpu') - Number(a.kind === 'cpu'));
}

function ranked(rule: FindingRule, finding: Finding): RankedFinding {
  const phrase = rule.phrase(finding);
  return {
    ...finding,
    kind: rule.kind,
    phrase,
    headline: spent => rule.headline?.(finding, spent) ?? `${spent} ${phrase}`,
  };
}

function isCause({ kind, ms }: RankedFinding, durationMs: number): boolean {
  return ms >= MIN_MS && ms >= durationMs * (SIDE_KINDS.has(kind) ? MIN_SIDE_SHARE : MIN_SHARE);
}

function verdictHeadline(first: RankedFinding, second: RankedFinding | undefined, evidence: Evidence): string {
  const { durationMs } = evidence;
  const sentence = headlineOf(first, durationMs);
  if (evidence.ending !== undefined) return endingHeadline(evidence.ending, first, sentence, evidence);
  if (second === undefined || second.ms < first.ms * MIN_SECOND || second.ms < durationMs * MIN_SECOND_SHARE)
    return sentence;
  return `${sentence}; also ${spentText(second.ms, durationMs)} ${second.phrase}`;
}

function headlineOf({ ms, headline }: RankedFinding, durationMs: number): string {
  return headline(spentText(ms, durationMs));
}

function toVerdict(finding: RankedFinding, durationMs: number, headline: string): Verdict {
  const { kind, subject, ms, ...facts } = finding;
  return { kind, headline, subject, ms, share: Math.min(1, shareOf(ms, durationMs)), ...withoutUndefined(facts) };
}

/** Reports are compared and printed as JSON, so absent facts are left out instead of `undefined`. */
function withoutUndefined(
  facts: Pick<Finding, 'location' | 'count' | 'concurrency' | 'culprit' | 'holders' | 'lock'>,
): typeof facts {
  const { location, count, concurrency, culprit, holders, lock } = facts;
  return {
    ...(location !== undefined && { location }),
    ...(count !== undefined && { count }),
    ...(concurrency !== undefined && { concurrency }),
    ...(culprit !== undefined && {
      culprit: {
        name: culprit.name,
        ...(culprit.function !== undefined && { function: culprit.function }),
        ...(culprit.location !== undefined && { location: culprit.location }),
      },
    }),
    ...(holders !== undefined && { holders }),
    ...(lock !== undefined && { lock }),
  };
}
