import type { Verdict } from '../../model/report.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import type { Evidence, Finding } from './evidence.js';
import { findBlocked } from './blocked.js';
import { findSlowClient, findUnexplained } from './client.js';
import { findCpu, findGarbageCollection } from './own-code.js';
import { rank } from './together.js';
import { findWaiting } from './waiting.js';
import { shareText } from '../../model/format/share.js';

/** The verdict included. */
const MAX_FINDINGS = 10;
const MIN_SHARE = 0.01;
const MIN_MS = 1;

/**
 * Everything that explains a part of the duration, largest first; the first one is the verdict. There is always one,
 * even when all are too small to tell.
 *
 * @internal
 */
export function* findAll(evidence: Evidence): Steps<[Verdict, ...Verdict[]]> {
  const cpu = yield* findCpu(evidence);
  yield;
  const blocked = yield* findBlocked(evidence);
  yield;
  const gc = yield* findGarbageCollection(evidence);
  yield;
  const waiting = yield* findWaiting(evidence);
  yield;
  const findings = [cpu, blocked, gc, ...waiting, ...findSlowClient(evidence), findUnexplained(evidence)].filter(
    finding => finding !== undefined,
  );
  const { durationMs } = evidence;
  const [first = findUnexplained(evidence), ...rest] = rank(findings, durationMs);
  const others = rest.filter(({ ms }) => ms >= MIN_MS && ms >= durationMs * MIN_SHARE).slice(0, MAX_FINDINGS - 1);
  return [toVerdict(first, durationMs), ...others.map(finding => toVerdict(finding, durationMs))];
}

function toVerdict({ kind, headline, subject, ms, ...facts }: Finding, durationMs: number): Verdict {
  const share = durationMs > 0 ? Math.min(1, ms / durationMs) : 0;
  return { kind, headline: headline(shareText(share)), subject, ms, share, ...withoutUndefined(facts) };
}

/** A report is compared and printed as JSON: what is not there is left out, not `undefined`. */
function withoutUndefined(facts: Pick<Finding, 'location' | 'count' | 'culprit'>): typeof facts {
  const { location, count, culprit } = facts;
  return {
    ...(location !== undefined && { location }),
    ...(count !== undefined && { count }),
    ...(culprit !== undefined && {
      culprit: {
        name: culprit.name,
        ...(culprit.function !== undefined && { function: culprit.function }),
        ...(culprit.location !== undefined && { location: culprit.location }),
      },
    }),
  };
}
