import { durationText } from '../../model/format/duration.js';
import { mainSpan } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { type Retries, retriesBetween } from './retries.js';
import { waitsOf } from './waiting-times.js';

/** Pauses whose lengths differ by less are of one length. */
const SAME_LENGTH = 1.2;

/** Pauses with a smaller part of the time, all of them together, are not counted. */
const TINY_SHARE = 0.02;

interface TimerFinding extends Finding {
  /** Number of waits, with the shortest and the longest in milliseconds. */
  readonly pauses: number;
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly retries?: Retries;
}

/** `setTimeout` and its relatives, one finding for each group of spans. @internal */
export const timer: FindingRule<'timer', TimerFinding> = {
  kind: 'timer',

  *find(evidence) {
    const findings: TimerFinding[] = [];
    for (const { wait, single } of waitsOf(evidence.waiting, 'timer')) {
      for (const entry of single) {
        const { group, ms } = entry;
        const each = withoutTiny(entry.each, ms);
        findings.push({
          on: wait.on,
          wait,
          subject: mainSpan(evidence, [entry]),
          ms,
          pauses: each.length,
          shortestMs: each.reduce((least, one) => Math.min(least, one), Infinity),
          longestMs: each.reduce((most, one) => Math.max(most, one), 0),
          retries: retriesBetween(group, each.length, evidence),
        });
        yield;
      }
    }
    return findings;
  },

  phrase({ subject }) {
    return `waiting for a timer in ${subject}`;
  },

  headline(finding, spent) {
    const { subject, pauses, retries } = finding;
    if (pauses < 2 && retries === undefined) return `${spent} ${timer.phrase(finding)}`;
    const what = pauses === 1 ? 'One pause' : `${pauses} pauses of ${lengthsText(finding)}`;
    return `${what} in ${subject} took ${spent}${retries === undefined ? '' : retriesText(retries)}`;
  },
};

/** The pauses without the short ones, unless these take a part of the time. A timer without a delay is no pause for people. */
function withoutTiny(pauses: readonly number[], ms: number): readonly number[] {
  const long = pauses.filter(one => one >= ms * TINY_SHARE);
  return long.reduce((sum, one) => sum + one, 0) >= ms * (1 - TINY_SHARE) ? long : pauses;
}

function lengthsText({ shortestMs, longestMs, ms, pauses }: TimerFinding): string {
  if (longestMs < shortestMs * SAME_LENGTH) return durationText(ms / pauses);
  return `${durationText(shortestMs)} to ${durationText(longestMs)}`;
}

function retriesText({ name, calls, failed }: Retries): string {
  const reason = failed === undefined ? '' : `; ${failed.label} failed ${timesText(failed.count)}`;
  return `, between ${calls} calls of ${name}${reason}`;
}

function timesText(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
