/**
 * A duration for people, in three digits: `840 ms`, `1.84 s`, `1 s`, `125 s`.
 *
 * @internal
 */
export function durationText(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}
