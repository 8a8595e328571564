import { durationText } from '../../model/format/duration.js';
import type { Ending } from '../ending.js';
import type { Evidence } from '../evidence.interface.js';
import { showName } from '../frames/names.js';
import { operationText } from './operation-text.js';
import type { RankedFinding } from './ranking.js';
import { spentText } from './spent-text.js';

/** From this share of the duration on, the unfinished wait needs no figure of its own. */
const NEARLY_ALL = 0.9;
/** The verdict is the unfinished wait when this explains at least half of it. */
const MOST = 0.5;

/**
 * The sentence about an execution that did not end by itself, or that goes on. It names the party that ended it and the wait that was cut
 * off. The largest cause follows when it is another one.
 *
 * @param first the verdict, with its own sentence
 * @internal
 */
export function endingHeadline(ending: Ending, first: RankedFinding, sentence: string, evidence: Evidence): string {
  const { durationMs } = evidence;
  const { wait, blocksLoopMs } = ending;
  if (blocksLoopMs !== undefined) return `${blockText(blocksLoopMs, evidence)}, ${first.phrase}`;
  const start = `${endText(ending)} after ${durationText(durationMs)}`;
  const reason = ending.reason === undefined ? '' : ` (${showName(ending.reason)})`;
  const parts = [`${start}${reason}`];
  if (wait !== undefined) {
    const figures = wait.ms < durationMs * NEARLY_ALL ? `, ${spentText(wait.ms, durationMs)}` : '';
    parts.push(`${unfinishedText(ending, evidence)}${figures}`);
  }
  if (wait === undefined || first.wait !== wait.wait || wait.ms < first.ms * MOST)
    parts.push(first.kind === 'slow-client' ? `${spentText(first.ms, durationMs)} ${first.phrase}` : sentence);
  return parts.join('; ');
}

/** `GET /export has held the event loop for 2.31 s and still does` */
function blockText(ms: number, { recording: { name } }: Evidence): string {
  const subject = showName(name).replace(/^code outside/, 'Code outside');
  return `${subject} has held the event loop for ${durationText(ms)} and still does`;
}

function endText({ by, isAborted }: Ending): string {
  if (by === undefined) return 'Still running';
  if (by === 'client') return 'The client left';
  if (by === 'shutdown') return 'The server shut down';
  return isAborted ? 'The server closed the connection' : 'Gave up';
}

/** `CarrierService.quote was still waiting for 127.0.0.1:4000 (TCP)` */
function unfinishedText({ by, wait: unfinished, isUnhandled }: Ending, { groups: { groups } }: Evidence): string {
  if (unfinished === undefined) return '';
  const { wait, group } = unfinished;
  const waiter = group === 0 ? 'it' : (groups[group]?.name ?? 'it');
  const target = wait.on === 'await' ? '' : ` for ${operationText(wait)}`;
  const state = by === undefined ? 'is waiting' : 'was still waiting';
  return `${waiter} ${state}${target}${isUnhandled ? ', before its handler was called' : ''}`;
}
