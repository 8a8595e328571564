import { busiestLibraries } from '../frames/busiest-libraries.js';
import { type FunctionUse, useOf } from '../frames/function-callers.js';
import { type HotFunction, hottestFunction } from '../frames/hot-function.js';
import { NO_METHODS } from '../frames/method-names.js';
import { PhaseType } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { durationText } from '../../model/format/duration.js';
import { shareText } from '../../model/format/share.js';
import { calledFunctionText } from '../frames/function-text.js';

/** From this share on, the headline names the main blocker for all of them. */
const NEARLY_ALL = 0.9;
/** From this share on, it was mostly the main blocker. */
const MOST = 0.5;

interface BlockedFinding extends Finding {
  /** Number of different blockers. */
  readonly blockers: number;
  /** The main blocker's share of the blocked time, 0 to 1. */
  readonly blockerShare: number;
  /** The main blocker's function; absent without samples of the application's code. */
  readonly hottest?: HotFunction & FunctionUse;
  /** The libraries that the main blocker ran, where it has no function. */
  readonly libraries?: string;
  /** The execution's own code, in milliseconds. */
  readonly ownMs: number;
}

/** Other work that held the event loop: its main blocker, and the blocker's function. @internal */
export const eventLoopBlocked: FindingRule<'event-loop-blocked', BlockedFinding> = {
  kind: 'event-loop-blocked',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.blocked);
    const ms = sumMs(entries);
    const { frames, phases } = evidence;
    const { blockers } = phases;
    const msOf = new Float64Array(blockers.length);
    for (const entry of entries) msOf[entry.ref] = (msOf[entry.ref] ?? 0) + entry.ms;
    const mainMs = msOf.reduce((most, each) => Math.max(most, each), 0);
    const main = blockers[msOf.indexOf(mainMs)];
    if (main === undefined || ms <= 0) return [];
    const { name, stacks } = main;
    const found = yield* hottestFunction(frames, stacks);
    const hottest = found && { ...found, ...(yield* useOf(found, frames, stacks, NO_METHODS)) };
    const libraries = hottest === undefined ? yield* busiestLibraries(frames, stacks) : undefined;
    const location = hottest?.location;
    return [
      {
        subject: name,
        location,
        ms,
        culprit: { name, function: hottest?.name, location },
        blockers: msOf.filter(each => each > 0).length,
        blockerShare: mainMs / ms,
        hottest,
        libraries: libraries?.text,
        ownMs: sumMs(entriesOf(evidence, PhaseType.cpu)),
      },
    ];
  },

  phrase(finding) {
    return `held up ${byWhom(finding)}`;
  },

  headline(finding, spent) {
    const own = finding.ownMs > 0 ? `; ${durationText(finding.ownMs)} of own code` : '';
    return `Held up ${spent}${finding.blockerShare < NEARLY_ALL ? ',' : ''} ${byWhom(finding)}${own}`;
  },
};

function byWhom({ subject, blockers, blockerShare, hottest, libraries }: BlockedFinding): string {
  const where = hottest === undefined ? libraries : calledFunctionText(hottest);
  const main = where === undefined ? subject : `${subject} in ${where}`;
  if (blockerShare >= NEARLY_ALL) return `by ${main}`;
  if (blockerShare > MOST) return `mostly by ${main}`;
  return `by ${blockers} others, the longest with ${shareText(blockerShare)} of it: ${main}`;
}
