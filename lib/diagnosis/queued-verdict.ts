import { durationText } from '../model/format/duration.js';
import { oneLine } from '../model/format/one-line.js';
import { shareOf } from '../model/format/share.js';
import type { QueuedTime } from '../model/queued-time.interface.js';
import type { Verdict } from '../model/report.interface.js';
import type { Diagnosis } from './diagnosis.interface.js';

const MAX_QUEUE = 100;

/**
 * Adds the verdict about a long time in a queue. It is the first one where nothing else raises the alert, else the second.
 * That time lies before the execution, so the accounting has no part of it.
 *
 * @internal
 */
export function withQueued(diagnosis: Diagnosis, queued: QueuedTime | undefined, durationMs: number): Diagnosis {
  if (queued === undefined) return diagnosis;
  const { verdict, findings } = diagnosis;
  const own = queuedVerdict(queued, durationMs);
  return queued.isOnlyReason
    ? { ...diagnosis, verdict: own, findings: [verdict, ...findings] }
    : { ...diagnosis, findings: [own, ...findings] };
}

function queuedVerdict({ queue, ms }: QueuedTime, durationMs: number): Verdict {
  const subject = oneLine(queue, MAX_QUEUE);
  return {
    kind: 'queued',
    headline: `Waited ${durationText(ms)} in the queue ${subject} before it began`,
    subject,
    ms,
    share: shareOf(ms, ms + durationMs),
  };
}
