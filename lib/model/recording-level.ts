/**
 * How much the monitor records, the most first. Each level leaves out what the levels before it leave out, too.
 *
 * - `full`: spans of all covered methods, CPU samples, and all waits.
 * - `no-provider-spans`: methods of providers have no spans. Handlers and `@Profile()` have.
 * - `no-samples`: no CPU samples: reports name no functions.
 * - `counters-only`: executions are counted and timed. Reports show how long they took, but not where the time went.
 *
 * @publicApi
 */
export type RecordingLevel = 'full' | 'no-provider-spans' | 'no-samples' | 'counters-only';

const RANK: Record<RecordingLevel, number> = {
  full: 3,
  'no-provider-spans': 2,
  'no-samples': 1,
  'counters-only': 0,
};

/** All levels, the highest first. @internal */
export const RECORDING_LEVELS = Object.keys(RANK) as readonly RecordingLevel[];

/** True when `level` records at least as much as `needed` does. @internal */
export function recordsAtLeast(level: RecordingLevel, needed: RecordingLevel): boolean {
  return RANK[level] >= RANK[needed];
}

/** The level of the two that records less. @internal */
export function lowerLevel(one: RecordingLevel, other: RecordingLevel): RecordingLevel {
  return recordsAtLeast(one, other) ? other : one;
}
