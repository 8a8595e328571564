import type { ResumeLog } from '../log/resume-log.js';

/** An execution's calls and operations beyond its bounds. */
interface Losses {
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
}

/**
 * The gaps in an execution's recording, as sentences for the report.
 *
 * @internal
 */
export function shortcomings(
  { spansDropped, operations }: Losses,
  { refusal, byLevel, withoutSamples, log, lacksBeginning }: RecorderState,
): string[] {
  if (refusal !== undefined) return [`${refusal}. The report has the duration, but no breakdown of it.`];
  const found: string[] = [];
  if (byLevel !== undefined) found.push(byLevel);
  if (withoutSamples !== undefined) found.push(withoutSamples);
  if (log === undefined)
    found.push('The recorder was stopped before the recording could be cut: the time has no breakdown.');
  if (lacksBeginning)
    found.push('The beginning is missing: the recorder had to drop its oldest data to stay within its bounds.');
  if (log !== undefined && log.chunksLost > 0)
    found.push('The process switched between executions faster than the recorder could store.');
  if (spansDropped > 0) found.push(`${spansDropped} calls got no span of their own: the span budget was used up.`);
  const { dropped = 0 } = operations ?? {};
  if (dropped > 0)
    found.push(`${dropped} requests to other servers are not listed: there were too many different ones.`);
  return found;
}
