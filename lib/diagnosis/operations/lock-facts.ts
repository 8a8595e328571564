import type { Verdict } from '../../model/report.interface.js';
import type { RecordedOperation, Recording } from '../../recorder/recording.interface.js';
import { showName } from '../frames/names.js';
import type { Wait } from '../timeline/phases.js';

/** A lock explains a wait when it took at least this share of it. */
const MIN_SHARE = 0.5;
/** A statement goes on before the client of the other transaction has read that it ended. */
const ROUND_TRIP_MS = 5;

type Lock = NonNullable<Verdict['lock']>;

/**
 * The transaction that made the calls of one wait wait for a lock. Its statements show that it is likely, not certain: the
 * calls ended right after its end, and it had locked the same table.
 *
 * @internal
 */
export function lockFacts({ operations }: Recording, { on, label, isOperation }: Wait): Lock | undefined {
  if (isOperation !== true || on !== 'database') return undefined;
  const lockedMs = new Map<string, number>();
  const locks = new Map<string, Lock>();
  let totalMs = 0;
  for (const operation of operations) {
    if (operation.on !== on || showName(operation.label) !== label) continue;
    totalMs += operation.totalMs;
    const ms = lockedMsOf(operation);
    if (ms <= 0 || operation.lock === undefined) continue;
    const { by, table } = operation.lock;
    const key = `${by.name} ${table}`;
    lockedMs.set(key, (lockedMs.get(key) ?? 0) + ms);
    locks.set(key, { name: showName(by.name), table: showName(table), certain: false });
  }
  for (const [key, ms] of lockedMs) if (ms >= totalMs * MIN_SHARE) return locks.get(key);
  return undefined;
}

/** The time from the start of a call to the end of the other transaction. */
function lockedMsOf({ lock, start, end, ended, failed }: RecordedOperation): number {
  if (lock === undefined) return 0;
  // The other transaction goes on: only a call without an answer has waited for it.
  if (lock.endedAt === undefined) return ended && failed === 0 ? 0 : end - start;
  return lock.endedAt > end + ROUND_TRIP_MS ? 0 : Math.min(lock.endedAt, end) - start;
}
