import { busiestFunction, type HotFunction } from '../frames/hot-function.js';
import { PhaseType } from '../timeline/phases.js';
import { entriesOf, mainSpan, sampledStacks, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { functionText } from '../frames/function-text.js';

/** A smaller share of the code that ran is not most of it. */
const MOST = 0.5;

interface GarbageCollectionFinding extends Finding {
  /** Absent without samples of the application's code. */
  readonly busiest?: HotFunction;
}

/** GC pauses within the execution's own code, or before one of its continuations. @internal */
export const garbageCollection: FindingRule<'garbage-collection', GarbageCollectionFinding> = {
  kind: 'garbage-collection',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.gc);
    const ms = sumMs(entries);
    if (ms <= 0) return [];
    const busiest = yield* busiestFunction(evidence.frames, sampledStacks(evidence));
    return [{ subject: busiest?.name ?? mainSpan(evidence, entries), location: busiest?.location, ms, busiest }];
  },

  phrase({ busiest }) {
    const mostly = busiest === undefined || busiest.share <= MOST ? '' : `, mostly while ${functionText(busiest)} ran`;
    return `in garbage collection${mostly}`;
  },
};
