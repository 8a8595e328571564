import type { Blocker } from '../model/blocker.interface.js';
import type { Execution } from './execution.js';
import type { Operation } from './operation.js';
import type { Holding } from './pool-holders.js';

/** A wait that takes more than half of the duration is the cause of the slowness. */
const DOMINANT_SHARE = 0.5;

/** Connection time of the executions with one name. */
interface HeldTime {
  readonly by: Blocker;
  ms: number;
}

/**
 * The executions of one name that made an execution wait. It waited for pools during more than half of its duration.
 * Meanwhile they held more than half of the connections, by time.
 *
 * @returns `undefined` when there are none, or when the execution itself or code outside all executions was it
 * @internal
 */
export function poolHolderOf({ id, operations, start, end }: Execution): Blocker | undefined {
  const waits = operations?.each.filter(({ pool }) => pool !== undefined) ?? [];
  if (waits.length === 0 || waitedMs(waits, end) <= (end - start) * DOMINANT_SHARE) return undefined;
  const byName = new Map<string, HeldTime>();
  let totalMs = 0;
  for (const { pool, start: from, end: to } of waits) {
    const until = to === 0 ? end : Math.min(to, end);
    for (const holding of pool?.holdings ?? []) {
      const ms = overlapMs(holding, from, until);
      if (ms <= 0) continue;
      totalMs += ms;
      add(byName, holding, ms, id);
    }
  }
  for (const { by, ms } of byName.values()) if (ms > totalMs * DOMINANT_SHARE) return by;
  return undefined;
}

/** Waits at the same time count once. They are in the order of their starts. */
function waitedMs(waits: readonly Operation[], executionEnd: number): number {
  let ms = 0;
  let reached = -Infinity;
  for (const { start, end } of waits) {
    const until = end === 0 ? executionEnd : Math.min(end, executionEnd);
    ms += Math.max(0, until - Math.max(start, reached));
    reached = Math.max(reached, until);
  }
  return ms;
}

function overlapMs({ since, releasedAt }: Holding, from: number, to: number): number {
  return Math.min(releasedAt === 0 ? to : releasedAt, to) - Math.max(since, from);
}

function add(byName: Map<string, HeldTime>, { execution }: Holding, ms: number, waiter: number): void {
  if (execution === undefined || execution.id === waiter) return;
  const { id, kind, currentName: name } = execution;
  const key = `${kind} ${name}`;
  const known = byName.get(key);
  if (known === undefined) byName.set(key, { by: { id, kind, name }, ms });
  else known.ms += ms;
}
