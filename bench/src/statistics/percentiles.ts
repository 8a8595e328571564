/** @returns the values at these shares (0 to 1) of the sorted values, by nearest rank; NaN without values */
export function percentiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map(share => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
}

export function median(values: readonly number[]): number {
  return percentiles(values, [0.5])[0] ?? Number.NaN;
}
