import { Stepper } from '../../platform/stepper.js';
import type { Steps } from '../../platform/steps.js';
import type { LogChunk } from '../log/log-chunk.js';
import { BLOCK_FLOOR_MS, type Segment } from '../log/segment.js';
import type { ProcessorUse } from '../processor/processor-use.interface.js';
import type { Interval, StarvedBy, StarvedInterval } from '../recording.interface.js';
import { samplingGaps } from './sampling-gaps.js';

/** A shorter stop is within the error of the figures. */
const MIN_STOP_MS = 40;
/** From this share on, a figure explains an interval, or the run delay. */
const HALF = 0.5;
/** A thread that runs during the gaps takes a turn for each missing sample. Turns that others interrupt count twice. */
const RUNNING_SHARE = 0.75;

/** @internal */
export interface StarvationContext {
  /** 0 without samples. */
  readonly samplingIntervalMs: number;
  readonly clockOffsetMs: number;
}

/** The times of one execution without a processor. @internal */
export interface Starvation {
  /** Ordered, disjoint, clipped to the execution. */
  readonly intervals: readonly StarvedInterval[];
  /** For each segment, the share of the loop's waking time that was lost in shorter delays, 0 to 1. */
  readonly delayShares: readonly number[];
  /** Milliseconds of gaps between samples where the kernel reports no figures: the cause is unknown. */
  readonly unknownMs: number;
  /** Milliseconds of run delay in none of the intervals: short ones, or all without samples. An estimate. */
  readonly unplacedMs: number;
  /** The CPU limit that throttled the process. */
  readonly cpuLimit?: number;
}

/**
 * Finds the times in which the process had no processor. Gaps between signs of life show their places, and the kernel's
 * figures their length. Gaps alone prove nothing: the sampler's own thread may have been late. Can be interrupted.
 *
 * Delays below 20 ms are not found one by one. They remain in the part of the accounting in which they happened.
 *
 * @internal
 */
export function* findStarvation(
  segments: readonly Segment[],
  execution: Interval,
  { samplingIntervalMs, clockOffsetMs }: StarvationContext,
): Steps<Starvation> {
  const stepper = new Stepper();
  const intervals: StarvedInterval[] = [];
  const delayShares: number[] = [];
  let [unknownMs, unplacedMs] = [0, 0];
  let cpuLimit: number | undefined;
  for (const segment of segments) {
    if (stepper.isDue()) yield;
    const { use } = segment;
    const shortest = samplingIntervalMs + BLOCK_FLOOR_MS;
    const silences = samplingIntervalMs > 0 ? yield* silencesIn(segment, shortest, clockOffsetMs) : [];
    if (use === undefined) {
      delayShares.push(0);
      unknownMs += sumMs(silences.map(each => clip(each, execution)));
      continue;
    }
    const starved = starvedIn(silences, segment, use, samplingIntervalMs);
    const shortMs = shortDelays(use, starved);
    delayShares.push(shortMs > 0 ? shortMs / (shortMs + use.ranMs) : 0);
    unplacedMs += (shortMs * lengthOf(clip(segment, execution))) / lengthOf(segment);
    intervals.push(...starved.map(each => clip(each, execution)).filter(each => lengthOf(each) > 0));
    if (starved.some(({ by }) => by === 'limit')) cpuLimit = use.limit;
  }
  return { intervals, delayShares, unknownMs, unplacedMs, ...(cpuLimit !== undefined && { cpuLimit }) };
}

function* silencesIn({ profiles, chunks }: Segment, shortestMs: number, clockOffsetMs: number): Steps<Interval[]> {
  const gaps = yield* samplingGaps(profiles, shortestMs, clockOffsetMs);
  return gaps.flatMap(gap => withoutSigns(gap, chunks)).filter(each => lengthOf(each) >= shortestMs);
}

/** The run delay that no interval contains. */
function shortDelays({ delayedMs }: ProcessorUse, starved: readonly StarvedInterval[]): number {
  return Math.max(0, delayedMs - sumMs(starved.filter(({ by }) => by !== 'stop')));
}

/** The part of the silences that the figures prove. The process ran at their beginning, and was seen again at their end. */
function starvedIn(
  silences: readonly Interval[],
  { profiles }: Segment,
  use: ProcessorUse,
  samplingIntervalMs: number,
): StarvedInterval[] {
  // The process ran on for half an interval on average: the next sample was due at any time of it.
  const missing = silences.map(({ start, end }) => ({ start: start + samplingIntervalMs / 2, end }));
  const missingMs = sumMs(missing);
  const samples = profiles.reduce((sum, { timeDeltas }) => sum + (timeDeltas?.length ?? 0), 0);
  const stoppedMs = isStop(missingMs, use, samples, samplingIntervalMs) ? missingMs - use.delayedMs : 0;
  const provenMs = Math.min(missingMs, use.delayedMs + stoppedMs);
  if (provenMs <= 0) return [];
  const proven = missing.map(({ start, end }) => ({ start: end - ((end - start) * provenMs) / missingMs, end }));
  const causes = causesOf(proven, use, stoppedMs);
  return proven
    .map((interval, index) => ({ ...interval, by: causes[index] ?? 'processes' }))
    .filter(interval => lengthOf(interval) >= BLOCK_FLOOR_MS);
}

/** The process was stopped when the sampler's thread neither ran during the gaps nor waited for a processor. */
function isStop(
  missingMs: number,
  { elapsedMs, delayedMs, sampler }: ProcessorUse,
  samples: number,
  samplingIntervalMs: number,
): boolean {
  if (sampler === undefined || missingMs - delayedMs < MIN_STOP_MS) return false;
  // The sampler of a process has one interval, which another application may have set.
  const intervalMs = Math.max(samplingIntervalMs, (elapsedMs - missingMs) / Math.max(1, samples));
  const turnsWithoutSample = sampler.turns - samples;
  return turnsWithoutSample < (missingMs / intervalMs) * RUNNING_SHARE && sampler.delayedMs < missingMs * HALF;
}

/** The cause of each interval. A stop is longer than a throttled period, and that is longer than a turn of other processes. */
function causesOf(intervals: readonly Interval[], use: ProcessorUse, stoppedMs: number): StarvedBy[] {
  const left: [StarvedBy, number][] = [
    ['stop', stoppedMs],
    ['limit', Math.min(use.throttledMs, use.delayedMs)],
  ];
  const causes: StarvedBy[] = [];
  const rest = use.othersMs >= use.delayedMs * HALF ? 'threads' : 'processes';
  for (const index of byLength(intervals)) {
    const ms = lengthOf(intervals[index] as Interval);
    const cause = left.find(([, each]) => each >= ms * HALF);
    if (cause !== undefined) cause[1] -= ms;
    causes[index] = cause?.[0] ?? rest;
  }
  return causes;
}

/** Indices, the longest interval first. */
function byLength(intervals: readonly Interval[]): number[] {
  const lengths = intervals.map(lengthOf);
  return [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
}

/** Entries of the log are signs of life as well. The parts of the gap between them. */
function withoutSigns({ start, end }: Interval, chunks: readonly LogChunk[]): Interval[] {
  const parts: Interval[] = [];
  let from = start;
  for (const { times, length } of chunks) {
    for (let i = firstAfter(times, length, start); i < length; i++) {
      const time = times[i] ?? end;
      if (time >= end) break;
      if (time - from >= BLOCK_FLOOR_MS) parts.push({ start: from, end: time });
      from = time;
    }
  }
  parts.push({ start: from, end });
  return parts;
}

/** Index of the first entry after `time`. */
function firstAfter(times: Float64Array, length: number, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function clip<T extends Interval>(interval: T, { start, end }: Interval): T {
  return { ...interval, start: Math.max(interval.start, start), end: Math.min(interval.end, end) };
}

function sumMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, each) => sum + lengthOf(each), 0);
}

function lengthOf({ start, end }: Interval): number {
  return Math.max(0, end - start);
}
