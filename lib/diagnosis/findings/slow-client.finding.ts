import { CLIENT_SUBJECTS, PhaseType } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';

interface SlowClientFinding extends Finding {
  readonly subject: (typeof CLIENT_SUBJECTS)[number];
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
    yield;
    return CLIENT_SUBJECTS.map((subject, ref): SlowClientFinding => {
      return { on: 'client', subject, ms: sumMs(entries.filter(entry => entry.ref === ref)) };
    }).filter(({ ms }) => ms > 0);
  },

  headline({ subject }, share) {
    return `${share} waiting for the client to ${TASKS[subject]}`;
  },
};
