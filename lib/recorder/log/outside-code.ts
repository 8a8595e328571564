import type { Span } from '../../tracing/execution.js';
import type { WakeCauses } from '../attribution/wake-cause.js';
import { OUTSIDE } from './log-chunk.js';
import type { LogWriter } from './log-writer.js';
import type { LoopTurn } from './loop-turn.js';

/**
 * Charges an execution for the code of this turn outside all executions: for example a middleware that lost the async
 * context of its request. Only where this is certain. Shared turns are settled when the log is read.
 *
 * @param isAlone no other execution runs: the code is no other one's
 * @internal
 */
export function chargeOutside(log: LogWriter, to: Span, turn: LoopTurn, causes: WakeCauses, isAlone: boolean): void {
  const { task, isShared, startedAt } = turn;
  const { execution, index } = to;
  if (isShared || task === undefined) return;
  if (!isAlone && !causes.isClient(task, execution)) return;
  const cause = causes.numberOf(task, to);
  let isLast = true;
  for (const { times, owners, spans, causes: wakeUps, length } of log.newestFirst()) {
    for (let i = length - 1; i >= 0; i--) {
      const time = times[i] ?? 0;
      if (time < startedAt) {
        // The turn began without an entry: the same code ran on.
        if (isLast && owners[i] === OUTSIDE) log.push(startedAt, execution.id, index, cause);
        return;
      }
      isLast = false;
      if (owners[i] !== OUTSIDE) continue;
      owners[i] = execution.id;
      spans[i] = index;
      wakeUps[i] = cause;
    }
  }
}
