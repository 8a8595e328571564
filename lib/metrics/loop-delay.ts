import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** The distance of the measurements. A shorter one wakes an idle process more often. */
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e9;

/**
 * The delays of the event loop. Node measures them with a timer of its own, which does not keep the process alive.
 *
 * @internal
 */
export class LoopDelay {
  private histogram: IntervalHistogram | undefined = undefined;

  start(): void {
    this.histogram ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.histogram.enable();
  }

  stop(): void {
    this.histogram?.disable();
    this.histogram = undefined;
  }

  /** Seconds since the previous reading, by quantile. */
  read(): Record<'0.5' | '0.99' | '1', number> {
    const { histogram } = this;
    if (histogram === undefined || histogram.count === 0) return { '0.5': 0, '0.99': 0, '1': 0 };
    const delays = {
      '0.5': seconds(histogram.percentile(50)),
      '0.99': seconds(histogram.percentile(99)),
      '1': seconds(histogram.max),
    };
    histogram.reset();
    return delays;
  }
}

/** The histogram contains the distance of the measurements, too, which is no delay. */
function seconds(nanoseconds: number): number {
  return Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000);
}
