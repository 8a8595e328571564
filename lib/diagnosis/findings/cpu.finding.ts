import { type HotFunction, hottestFunction } from '../frames/hot-function.js';
import { PhaseType } from '../timeline/phases.js';
import { entriesOf, mainSpan, sampledStacks, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { shareText } from '../../model/format/share.js';
import { functionText } from '../frames/function-text.js';

/** From this share of the samples on, the headline names one function for all the code that ran. */
const NEARLY_ALL = 0.8;

interface CpuFinding extends Finding {
  /** Absent without samples of the application's code. */
  readonly hottest?: HotFunction;
}

/** The execution's own synchronous work. @internal */
export const cpu: FindingRule<'cpu', CpuFinding> = {
  kind: 'cpu',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.cpu);
    const ms = sumMs(entries);
    if (ms <= 0) return [];
    const hottest = yield* hottestFunction(evidence.frames, sampledStacks(evidence));
    return [{ subject: hottest?.name ?? mainSpan(evidence, entries), location: hottest?.location, ms, hottest }];
  },

  headline({ subject, hottest }, share) {
    if (hottest === undefined) return `${share} running code in ${subject}`;
    return hottest.share >= NEARLY_ALL
      ? `${share} running ${functionText(hottest)}`
      : `${share} running code, ${shareText(hottest.share)} of it in ${functionText(hottest)}`;
  },
};
