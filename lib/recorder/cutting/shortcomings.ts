import { durationText } from '../../model/format/duration.js';
import type { Interval } from '../log/interval.interface.js';
import type { ResumeLog } from '../log/resume-log.js';

/** Less time than this share of the execution without a processor is no reason to doubt its report. */
const NOTABLE_SHARE = 0.2;

/** An execution's calls and operations beyond its bounds. */
interface Losses extends Interval {
  readonly spansDropped: number;
  readonly operations: { readonly dropped: number } | undefined;
}

/** The state of the recorder during an execution. */
interface RecorderState {
  /** The reason why the event loop cannot be recorded here. */
  readonly refusal: string | undefined;
  /** The loss by the recording level. */
  readonly byLevel: string | undefined;
  /** The reason why CPU samples are missing. */
  readonly withoutSamples: string | undefined;
  /** `undefined` when the recorder was stopped before the cut. */
  readonly log: Pick<ResumeLog, 'chunksLost'> | undefined;
  readonly lacksBeginning: boolean;
  /** Milliseconds from the start without CPU samples, because the recorder dropped them; 0 for none. */
  readonly unsampledMs: number;
  /** Time without samples, where the system does not report if the process had a processor. */
  readonly unknownMs: number;
  /** Time without a processor in short delays, or without samples: it cannot be placed. */
  readonly unplacedMs: number;
}

/**
 * The gaps in an execution's recording, as sentences for the report.
 *
 * @internal
 */
export function shortcomings(
  { start, end, spansDropped, operations }: Losses,
  { refusal, byLevel, withoutSamples, log, lacksBeginning, unsampledMs, unknownMs, unplacedMs }: RecorderState,
): string[] {
  if (refusal !== undefined) return [`${refusal}. The report has the duration, but no breakdown of it.`];
  const found: string[] = [];
  if (byLevel !== undefined) found.push(byLevel);
  if (withoutSamples !== undefined) found.push(withoutSamples);
  if (log === undefined)
    found.push('The recorder was stopped before the recording could be cut: the time has no breakdown.');
  if (lacksBeginning)
    found.push('The beginning is missing: the recorder had to drop its oldest data to stay within its bounds.');
  if (unsampledMs > 0 && !lacksBeginning)
    found.push(
      `The CPU samples of the first ${durationText(unsampledMs)} are missing: the recorder had to drop them to stay within its bounds. Times are complete. Functions are those of the later samples.`,
    );
  if (log !== undefined && log.chunksLost > 0)
    found.push('The process switched between executions faster than the recorder could store.');
  const notable = (end - start) * NOTABLE_SHARE;
  if (unknownMs > notable)
    found.push(
      `No CPU sample was taken for ${durationText(unknownMs)}. This system does not report if the process had a processor then.`,
    );
  if (unplacedMs > notable)
    found.push(
      `For about ${durationText(unplacedMs)} the process had no processor, in delays that cannot be placed. They count as own code, blocked time or waits.`,
    );
  if (spansDropped > 0) found.push(`${spansDropped} calls got no span of their own: the span budget was used up.`);
  const { dropped = 0 } = operations ?? {};
  if (dropped > 0)
    found.push(`${dropped} requests to other servers are not listed: there were too many different ones.`);
  return found;
}
