import type { Execution } from '../../tracing/execution.js';
import type { ResumeLog } from '../log/resume-log.js';

/**
 * What the recorder lost of an execution, as sentences for people.
 *
 * @param log `undefined` when the recorder was stopped meanwhile
 * @internal
 */
export function shortcomings(
  execution: Pick<Execution, 'spansDropped'>,
  log: Pick<ResumeLog, 'chunksLost'> | undefined,
  lacksBeginning: boolean,
): string[] {
  const found: string[] = [];
  if (log === undefined)
    found.push('The recorder was stopped before the recording could be cut: where the time went is not known.');
  if (lacksBeginning)
    found.push('The beginning is missing: the recorder had to give up its oldest memory to stay within its bounds.');
  if (log !== undefined && log.chunksLost > 0)
    found.push('The process switched between executions faster than the recorder could store.');
  if (execution.spansDropped > 0)
    found.push(`${execution.spansDropped} calls got no span of their own: the span budget was used up.`);
  return found;
}
