const MAX_TICKS = 8;
const STEPS = [1, 2, 5];

/** The distance of two ticks in milliseconds: 1, 2 or 5 times a power of ten. */
export function tickStep(durationMs: number): number {
  if (!(durationMs > 0)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(durationMs / MAX_TICKS));
  const step = STEPS.find(each => durationMs / (each * magnitude) <= MAX_TICKS);
  return (step ?? 10) * magnitude;
}

/** Offsets of the ticks, from 0; the last leaves room for its label before the end. */
export function ticks(durationMs: number): number[] {
  const step = tickStep(durationMs);
  const offsets: number[] = [];
  for (let at = 0; at <= durationMs - step / 2; at += step) offsets.push(at);
  return offsets.length > 0 ? offsets : [0];
}
