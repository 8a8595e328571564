/** One quantity in both reports. A part that is missing in one of them has 0 there. */
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

/** One quantity of one report. */
export interface Quantity {
  readonly name: string;
  readonly ms: number;
  readonly count?: number;
}

/** The quantities of both reports, matched by name; equal names of one report are added up. The largest change first. */
export function changesOf(before: readonly Quantity[], after: readonly Quantity[]): Change[] {
  const [old, now] = [summed(before), summed(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names]
    .map(name => changeOf(name, old.get(name), now.get(name)))
    .sort((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
}

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
