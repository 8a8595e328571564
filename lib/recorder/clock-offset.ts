/**
 * What to add to V8's profile times (milliseconds of the clock of `process.hrtime()`) to get `performance.now()`. The
 * pair of readings that lie closest together is the one that nothing interrupted.
 *
 * @internal
 */
export function clockOffsetMs(): number {
  let best = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < 10; i++) {
    const before = performance.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before < best) {
      best = after - before;
      offset = (before + after) / 2 - monotonic;
    }
  }
  return offset;
}
