import { durationText } from '../../model/format/duration.js';
import type { Wait } from '../timeline/phases.js';

/** Statements around others: together they are none. */
const TRANSACTION = /^(?:begin|start|commit|rollback|savepoint|release|set)\b/i;

/**
 * The time of repeated calls without the waits between them: `; in one query or at once they would take about 31 ms`. Empty
 * where they cannot be made together.
 *
 * @param usualMs the duration of one call
 * @internal
 */
export function togetherText({ on, label, isOperation }: Wait, usualMs: number): string {
  let way = '';
  if (on === 'http') way = 'at once';
  else if (isOperation === true && on === 'cache') way = 'in one command or at once';
  else if (isOperation === true && on === 'database' && !TRANSACTION.test(label)) way = 'in one query or at once';
  return way === '' ? '' : `; ${way} they would take about ${durationText(usualMs)}`;
}
