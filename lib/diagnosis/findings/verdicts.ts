import type { Verdict } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { Evidence } from '../evidence.interface.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { shareText } from '../../model/format/share.js';
import { FINDING_RULES } from './index.js';
import { rank, type RankedFinding } from './ranking.js';

/** The verdict included. */
const MAX_FINDINGS = 10;
const MIN_SHARE = 0.01;
const MIN_MS = 1;

/** The verdict of a diagnosis without any finding: an execution of 0 ms. */
const NOTHING = withHeadline(FINDING_RULES.unexplained, { subject: '', ms: 0 });

/**
 * Runs every rule and ranks the findings, largest first. The first one is the verdict, however small it is.
 *
 * @internal
 */
export function* findVerdicts(evidence: Evidence): Steps<[Verdict, ...Verdict[]]> {
  const findings: RankedFinding[] = [];
  for (const rule of Object.values<FindingRule>(FINDING_RULES)) {
    for (const finding of yield* rule.find(evidence)) findings.push(withHeadline(rule, finding));
    yield;
  }
  const { durationMs } = evidence;
  const [first = NOTHING, ...rest] = rank(findings, durationMs);
  const others = rest.filter(({ ms }) => ms >= MIN_MS && ms >= durationMs * MIN_SHARE).slice(0, MAX_FINDINGS - 1);
  return [toVerdict(first, durationMs), ...others.map(finding => toVerdict(finding, durationMs))];
}

function withHeadline(rule: FindingRule, finding: Finding): RankedFinding {
  return { ...finding, kind: rule.kind, headline: share => rule.headline(finding, share) };
}

function toVerdict({ kind, headline, subject, ms, ...facts }: RankedFinding, durationMs: number): Verdict {
  const share = durationMs > 0 ? Math.min(1, ms / durationMs) : 0;
  return { kind, headline: headline(shareText(share)), subject, ms, share, ...withoutUndefined(facts) };
}

/** Reports are compared and printed as JSON, so absent facts are left out instead of `undefined`. */
function withoutUndefined(facts: Pick<Finding, 'location' | 'count' | 'concurrency' | 'culprit'>): typeof facts {
  const { location, count, concurrency, culprit } = facts;
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
  };
}
