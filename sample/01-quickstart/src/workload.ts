const WORK_MS = 800;

/**
 * A real shop has a million orders; this one has 400 and goes over them again until the time is spent that a real one
 * takes. So the same routes are slow on every machine, by about as much.
 */
export function isWorkDone(startedAt: number): boolean {
  return performance.now() - startedAt >= WORK_MS;
}

/** Longer: the machine may have had other work while the sample was measured, and may have less later. */
const MEASURED_WORK_MS = 1_300;

/** How many rounds of something take that long, when `sample` rounds of it took `tookMs`. */
export function roundsForWork(sample: number, tookMs: number): number {
  return Math.ceil((sample * MEASURED_WORK_MS) / tookMs);
}
