import { median } from './percentiles.js';

/** An estimate and the half width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  /** Infinite with only one observation. */
  readonly halfWidth: number;
}

/** Two-sided 95 % quantiles of Student's t, by degrees of freedom from 1. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086,
];
const T_95_BEYOND = 2.08;

/** The mean of independent observations. */
export function estimate(observations: readonly number[]): Estimate {
  const count = observations.length;
  const mean = meanOf(observations);
  if (count < 2) return { mean, halfWidth: Number.POSITIVE_INFINITY };
  const variance = observations.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  return { mean, halfWidth: (T_95[count - 2] ?? T_95_BEYOND) * Math.sqrt(variance / count) };
}

/**
 * The quotient of two means of pairs. The mean of the pairs' quotients would be that of the pairs with the smallest
 * divisors. The interval is that of the residuals `dividend - quotient * divisor` (the delta method).
 */
export function estimateQuotient(pairs: readonly (readonly [dividend: number, divisor: number])[]): Estimate {
  const divisor = meanOf(pairs.map(([, each]) => each));
  const mean = meanOf(pairs.map(([each]) => each)) / divisor;
  const residuals = estimate(pairs.map(([each, by]) => each - mean * by));
  return { mean, halfWidth: residuals.halfWidth / Math.abs(divisor) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}

/** A median and its 95 % interval, without assumptions about the distribution. */
export interface MedianEstimate {
  readonly median: number;
  /** NaN with too few observations, like `high`. */
  readonly low: number;
  readonly high: number;
}

/** The median of independent observations. The binomial distribution determines the ranks of its interval. */
export function estimateMedian(observations: readonly number[]): MedianEstimate {
  const sorted = Float64Array.from(observations).sort();
  const count = sorted.length;
  let rank = 0;
  let chance = 0.5 ** count;
  for (let sum = chance; sum <= 0.025 && rank < count; sum += chance) {
    rank += 1;
    chance *= (count - rank + 1) / rank;
  }
  return {
    median: median(observations),
    low: sorted[rank - 1] ?? Number.NaN,
    high: sorted[rank === 0 ? -1 : count - rank] ?? Number.NaN,
  };
}
