import type { MeasuredVariant, Variant } from '../app/variant.js';
import { estimate, type Estimate } from '../statistics/interval.js';
import { median, percentiles } from '../statistics/percentiles.js';
import type { Restart } from './restart.js';

export interface VariantFigures {
  readonly cpuUsPerRequest: Estimate;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bootMs: number;
}

/** One variant beside another. */
export interface Comparison {
  /** CPU per request, as a multiple of the other's. The half width is that of the ratio. */
  readonly ratio: Estimate;
  /** Microseconds of CPU added to each request. */
  readonly addedUs: Estimate;
}

export function figuresOf(restarts: readonly Restart[], variant: Variant): VariantFigures {
  const runs = restarts.map(restart => restart[variant]);
  const percentilesOf = runs.map(run => percentiles(run.latenciesMs, [0.5, 0.99]));
  return {
    cpuUsPerRequest: estimate(runs.map(run => median(run.cpuUsPerRequest))),
    p50Ms: median(percentilesOf.map(([p50 = Number.NaN]) => p50)),
    p99Ms: median(percentilesOf.map(([, p99 = Number.NaN]) => p99)),
    bootMs: median(runs.map(run => run.bootMs)),
  };
}

/**
 * Windows of one round are compared with each other. A restart gives one observation, the median of its rounds: rounds of
 * the same processes share what the compiler and the allocator happened to do, and are not independent. The median,
 * since what else a shared machine does comes in bursts that hit single windows.
 */
export function compare(restarts: readonly Restart[], variant: Variant, base: MeasuredVariant): Comparison {
  const pairs = restarts.map(restart =>
    restart[variant].cpuUsPerRequest.map((us, round) => ({
      us,
      baseUs: restart[base]?.cpuUsPerRequest[round] ?? Number.NaN,
    })),
  );
  const logRatio = estimate(pairs.map(rounds => median(rounds.map(({ us, baseUs }) => Math.log(us / baseUs)))));
  const mean = Math.exp(logRatio.mean);
  return {
    ratio: { mean, halfWidth: mean * Math.sinh(logRatio.halfWidth) },
    addedUs: estimate(pairs.map(rounds => median(rounds.map(({ us, baseUs }) => us - baseUs)))),
  };
}
