import { entriesOf, type Evidence, type Finding, sumMs } from './evidence.js';
import { CLIENT_SUBJECTS, StretchType } from '../timeline/stretches.js';

/** The client sent its request, or took its response, slowly. @internal */
export function findSlowClient(evidence: Evidence): Finding[] {
  const entries = entriesOf(evidence, StretchType.client);
  return CLIENT_SUBJECTS.map((subject, ref) => ({
    kind: 'slow-client' as const,
    on: 'client' as const,
    subject,
    ms: sumMs(entries.filter(entry => entry.ref === ref)),
    headline: (share: string) =>
      `${share} waiting for the client to ${ref === 0 ? 'send the request body' : 'take the response'}`,
  })).filter(finding => finding.ms > 0);
}

/** What nothing accounts for. @internal */
export function findUnexplained(evidence: Evidence): Finding {
  const ms = sumMs(entriesOf(evidence, StretchType.unexplained));
  return { kind: 'unexplained', subject: '', ms, headline: share => `${share} unexplained` };
}
