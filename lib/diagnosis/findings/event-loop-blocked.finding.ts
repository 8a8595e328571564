import { type HotFunction, hottestFunction } from '../frames/hot-function.js';
import { PhaseType } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { durationText } from '../../model/format/duration.js';
import { functionText } from '../frames/function-text.js';

/** From this share on, the headline names the main blocker for all of them. */
const NEARLY_ALL = 0.9;

interface BlockedFinding extends Finding {
  /** The main blocker's share of the blocked time, 0 to 1. */
  readonly blockerShare: number;
  /** The main blocker's function; absent without samples of the application's code. */
  readonly hottest?: HotFunction;
}

/** Other work that held the event loop: its main blocker, and the blocker's function. @internal */
export const eventLoopBlocked: FindingRule<'event-loop-blocked', BlockedFinding> = {
  kind: 'event-loop-blocked',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.blocked);
    const ms = sumMs(entries);
    const { blockers } = evidence.phases;
    const msOf = new Float64Array(blockers.length);
    for (const entry of entries) msOf[entry.ref] = (msOf[entry.ref] ?? 0) + entry.ms;
    const mainMs = msOf.reduce((most, each) => Math.max(most, each), 0);
    const main = blockers[msOf.indexOf(mainMs)];
    if (main === undefined || ms <= 0) return [];
    const hottest = yield* hottestFunction(evidence.frames, main.stacks);
    const { name } = main;
    const location = hottest?.location;
    const culprit = { name, function: hottest?.name, location };
    return [{ subject: name, location, ms, culprit, blockerShare: mainMs / ms, hottest }];
  },

  headline({ subject, ms, blockerShare, hottest }) {
    const mostly = blockerShare < NEARLY_ALL ? ', mostly' : '';
    const where = hottest === undefined ? '' : ` in ${functionText(hottest)}`;
    return `Blocked ${durationText(ms)}${mostly} by ${subject}, which held the event loop${where}`;
  },
};
