import type { MeasuredVariant, Variant } from '../app/variant.js';
import { estimate, estimateQuotient, type Estimate } from '../statistics/interval.js';
import { median, percentiles } from '../statistics/percentiles.js';
import type { Restart, VariantRun } from './restart.js';

export interface VariantFigures {
  readonly cpuUsPerRequest: Estimate;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bootMs: number;
}

/** One variant compared with another. */
export interface Comparison {
  /** Ratio of the CPU times per request, with the half width of its interval. */
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
 * Compares windows of the same round. A restart is one observation, the median of its rounds. Rounds of the same
 * processes share the work of compiler and allocator, so they are not independent. It is the median, because other work
 * of a shared machine comes in bursts that affect single windows.
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

/** The CPU time that the monitor adds to an empty interceptor, divided by what it adds without its libraries. */
export function addedRatio(restarts: readonly Restart[]): Estimate {
  const added = (run: VariantRun | undefined, { interceptor }: Restart): number =>
    median((run?.cpuUsPerRequest ?? []).map((us, round) => us - (interceptor.cpuUsPerRequest[round] ?? Number.NaN)));
  return estimateQuotient(restarts.map(each => [added(each.monitor, each), added(each['without-libraries'], each)]));
}
