import { PhaseType } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { FindingRule } from './finding.interface.js';

/** The part of the duration without any known cause. @internal */
export const unexplained: FindingRule<'unexplained'> = {
  kind: 'unexplained',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.unexplained);
    yield;
    const ms = sumMs(entries);
    return ms > 0 ? [{ subject: '', ms }] : [];
  },

  phrase() {
    return 'unexplained';
  },
};
