import { durationText } from '../format/duration.js';

/** Smaller changes are noise: a millisecond, and a hundredth of the longer duration. */
const MIN_CHANGE_MS = 1;
const MIN_CHANGE_SHARE = 0.01;

/** One quantity in both reports. A part that is missing in one of them has 0 there. @internal */
export interface Change {
  readonly name: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Positive when it grew. */
  readonly changeMs: number;
  /** The number of calls or waits, where the report has it. */
  readonly beforeCount?: number;
  readonly afterCount?: number;
}

/** One quantity of one report. @internal */
export interface Quantity {
  readonly name: string;
  readonly ms: number;
  readonly count?: number;
}

/**
 * The quantities of both reports, matched by name; equal names of one report are added up. The largest change first.
 *
 * @internal
 */
export function changesOf(before: readonly Quantity[], after: readonly Quantity[]): Change[] {
  const [old, now] = [summed(before), summed(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names]
    .map(name => changeOf(name, old.get(name), now.get(name)))
    .sort((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
}

/** One quantity of both reports. @internal */
export function changeOf(
  name: string,
  before: Omit<Quantity, 'name'> | undefined,
  after: Omit<Quantity, 'name'> | undefined,
): Change {
  const [beforeMs, afterMs] = [before?.ms ?? 0, after?.ms ?? 0];
  const isCounted = before?.count !== undefined || after?.count !== undefined;
  return {
    name,
    beforeMs,
    afterMs,
    changeMs: rounded(afterMs - beforeMs),
    ...(isCounted && { beforeCount: before?.count ?? 0, afterCount: after?.count ?? 0 }),
  };
}

/** The changes that are more than noise, in their order. @internal */
export function relevantChanges(changes: readonly Change[], duration: Change): Change[] {
  const least = Math.max(MIN_CHANGE_MS, MIN_CHANGE_SHARE * Math.max(duration.beforeMs, duration.afterMs));
  return changes.filter(({ changeMs }) => Math.abs(changeMs) >= least);
}

/** `+1.56 s`, `-200 ms`. @internal */
export function changeText({ changeMs }: Change): string {
  if (changeMs === 0) return '0 ms';
  return `${changeMs > 0 ? '+' : '-'}${durationText(Math.abs(changeMs))}`;
}

/** `×2.3`; empty where one of the durations is 0. @internal */
export function ratioText({ beforeMs, afterMs }: Change): string {
  return beforeMs > 0 && afterMs > 0 ? `×${(afterMs / beforeMs).toFixed(afterMs / beforeMs < 10 ? 2 : 0)}` : '';
}

/** `4 → 240`, or `4` for the same number; empty without a count. @internal */
export function countText({ beforeCount, afterCount }: Change): string {
  if (beforeCount === undefined || afterCount === undefined) return '';
  return beforeCount === afterCount ? String(afterCount) : `${beforeCount} → ${afterCount}`;
}

function summed(quantities: readonly Quantity[]): Map<string, Quantity> {
  const sums = new Map<string, Quantity>();
  for (const quantity of quantities) {
    const { name, ms, count } = quantity;
    const known = sums.get(name);
    const sum = known?.count === undefined && count === undefined ? undefined : (known?.count ?? 0) + (count ?? 0);
    sums.set(name, { name, ms: rounded((known?.ms ?? 0) + ms), ...(sum !== undefined && { count: sum }) });
  }
  return sums;
}

/** A thousandth of a millisecond, as in reports: sums of decimals have errors in their last digits. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
