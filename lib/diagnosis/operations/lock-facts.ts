import type { Verdict } from '../../model/report.interface.js';
import type { RecordedOperation, Recording } from '../../recorder/recording.interface.js';
import { showName } from '../frames/names.js';
import type { Wait } from '../timeline/phases.js';

/** A lock explains a wait when it took at least this share of it. */
const MIN_SHARE = 0.5;
/** A statement goes on before the client of the other transaction has read that it ended. */
const ROUND_TRIP_MS = 5;

type Lock = NonNullable<Verdict['lock']>;

/** The time that the calls of one wait waited for one lock. */
interface LockTime extends Pick<Lock, 'name' | 'table'> {
  ms: number;
  /** As far as the database has confirmed it. */
  certainMs: number;
}

/**
 * The transaction that made the calls of one wait wait for a lock. It is certain where the database has confirmed it. Else
 * its statements show that it is likely: the calls ended right after its end, and it had locked the same table.
 *
 * @internal
 */
export function lockFacts({ operations }: Recording, { on, label, isOperation }: Wait): Lock | undefined {
  if (isOperation !== true || on !== 'database') return undefined;
  const locks = new Map<string, LockTime>();
  let totalMs = 0;
  for (const operation of operations) {
    if (operation.on !== on || showName(operation.label) !== label) continue;
    totalMs += operation.totalMs;
    const ms = lockedMsOf(operation);
    if (ms <= 0 || operation.lock === undefined) continue;
    const { by, table, isCertain } = operation.lock;
    const key = `${by.name} ${table}`;
    const known = locks.get(key) ?? { name: showName(by.name), table: showName(table), ms: 0, certainMs: 0 };
    known.ms += ms;
    if (isCertain) known.certainMs += ms;
    locks.set(key, known);
  }
  for (const { name, table, ms, certainMs } of locks.values())
    if (ms >= totalMs * MIN_SHARE) return { name, table, certain: certainMs >= totalMs * MIN_SHARE };
  return undefined;
}

/** The time from the start of a call to the end of the other transaction. */
function lockedMsOf({ lock, start, end, ended, failed }: RecordedOperation): number {
  if (lock === undefined) return 0;
  if (lock.isCertain) return Math.min(lock.endedAt ?? end, end) - start;
  // The other transaction goes on: only a call without an answer has waited for it.
  if (lock.endedAt === undefined) return ended && failed === 0 ? 0 : end - start;
  return lock.endedAt > end + ROUND_TRIP_MS ? 0 : Math.min(lock.endedAt, end) - start;
}
