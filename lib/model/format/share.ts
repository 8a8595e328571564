/**
 * A share from 0 to 1 as a percentage, for people: `78 %`, `4.2 %`, `4 %`, `<0.1 %`. Only zero is `0 %`, and less than
 * 99.95 % is never `100 %`.
 *
 * @internal
 */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent < 0.05) return percent > 0 ? '<0.1 %' : '0 %';
  if (percent < 9.95) return `${Number(percent.toFixed(1))} %`;
  return `${percent < 99.95 ? Math.min(99, Math.round(percent)) : Math.round(percent)} %`;
}

/** @returns the part as a share of the total, 0 to 1; 0 when the total is zero. @internal */
export function shareOf(part: number, total: number): number {
  return total > 0 ? part / total : 0;
}
