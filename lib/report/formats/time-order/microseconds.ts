/** Milliseconds with three decimals as whole microseconds. Whole numbers nest exactly; 0 for what is no duration. @internal */
export function microseconds(ms: number): number {
  return Number.isFinite(ms) && ms > 0 ? Math.round(ms * 1_000) : 0;
}
