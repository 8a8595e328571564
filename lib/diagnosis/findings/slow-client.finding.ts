import { durationText } from '../../model/format/duration.js';
import { CLIENT_SUBJECTS, PhaseType } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';

interface SlowClientFinding extends Finding {
  readonly subject: (typeof CLIENT_SUBJECTS)[number];
  /** The execution's own code, in milliseconds. */
  readonly ownMs: number;
}

const TASKS: Record<SlowClientFinding['subject'], string> = {
  'request body': 'send the request body',
  response: 'take the response',
};

/** The client sent its request body slowly, or read the response slowly. @internal */
export const slowClient: FindingRule<'slow-client', SlowClientFinding> = {
  kind: 'slow-client',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.client);
    const ownMs = sumMs(entriesOf(evidence, PhaseType.cpu));
    yield;
    return CLIENT_SUBJECTS.map((subject, ref): SlowClientFinding => {
      return { on: 'client', subject, ms: sumMs(entries.filter(entry => entry.ref === ref)), ownMs };
    }).filter(({ ms }) => ms > 0);
  },

  phrase({ subject }) {
    return `waiting for the client to ${TASKS[subject]}`;
  },

  headline({ subject, ownMs }, spent) {
    return `The client took ${spent} to ${TASKS[subject]}; ${durationText(ownMs)} of own code`;
  },
};
