import type { Holding } from '../../tracing/pool-holders.js';
import type { PoolWait } from '../../tracing/pool-wait.js';
import type { Interval } from '../log/interval.interface.js';
import type { RecordedHolding, RecordedPool } from '../recording.interface.js';

/**
 * The pool during one wait for it, as plain data. Uses that began after the wait do not count.
 *
 * @param id of the execution that waited
 * @internal
 */
export function recordPool({ inUse, size, holdings }: PoolWait, id: number, wait: Interval): RecordedPool {
  return {
    inUse,
    ...(size !== undefined && { size }),
    holdings: holdings.map(holding => recordHolding(holding, id, wait)).filter(({ start, end }) => end > start),
  };
}

/** From its own beginning on, to the end of the wait. */
function recordHolding({ execution, since, releasedAt }: Holding, id: number, wait: Interval): RecordedHolding {
  const isEarlier = releasedAt !== 0 && releasedAt <= wait.start;
  const end = isEarlier ? since : Math.min(releasedAt === 0 ? wait.end : releasedAt, wait.end);
  return {
    start: since,
    end,
    ...(execution !== undefined && {
      by: { id: execution.id, kind: execution.kind, name: execution.currentName },
      ...(execution.id === id && { isOwn: true }),
    }),
  };
}
