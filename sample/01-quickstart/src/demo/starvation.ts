import type { Report } from 'nestjs-performance-monitor';

/**
 * True when the report proves that its process had no processor: more of its time than any other part of the accounting,
 * and the verdict is about exactly this time.
 */
export function hasStarved({ verdict, accounting }: Report): boolean {
  const { starvedMs, cpuMs, gcMs, blockedMs, clientMs, unexplainedMs, waiting } = accounting;
  const others = [cpuMs, gcMs, blockedMs, clientMs, unexplainedMs, ...waiting.map(({ ms }) => ms)];
  const isLargest = others.every(ms => ms <= starvedMs);
  return verdict.kind === 'cpu-starved' && isLargest && Math.abs(verdict.ms - starvedMs) < 1;
}

/** The requests without a report because one alert reports for all routes that the process had no processor. */
export class Starvation {
  private left: number;

  /** @param counted slow executions that the monitor counted for that alert */
  constructor(reports: Iterable<{ readonly report: Report }>, counted: number) {
    const isProved = [...reports].some(({ report }) => hasStarved(report));
    this.left = isProved ? counted : 0;
  }

  /** True for as many requests as were counted. */
  takesOne(): boolean {
    this.left -= 1;
    return this.left >= 0;
  }
}
