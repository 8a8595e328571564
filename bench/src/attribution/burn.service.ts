import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Executions in one round. Each has its own route, so that each gets a report. */
export const EXECUTIONS = 50;

interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Burns known amounts of CPU time, and measures each piece. */
@Injectable()
export class BurnService {
  private readonly slices = new Map<number, Interval[]>();
  private readonly gcPauses: Interval[] = [];

  constructor() {
    const note = ({ startTime, duration }: { readonly startTime: number; readonly duration: number }): void => {
      this.gcPauses.push({ start: startTime, end: startTime + duration });
    };
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ entryTypes: ['gc'] });
  }

  /**
   * Burns CPU time in slices of 1 to 6 ms, with a wait after each. The other executions burn theirs meanwhile.
   *
   * @param index selects the amount, from 40 to 400 ms
   */
  async run(index: number): Promise<void> {
    const wanted = 40 + (360 * index) / (EXECUTIONS - 1);
    const mine: Interval[] = [];
    this.slices.set(index, mine);
    let burntMs = 0;
    while (burntMs < wanted) {
      const slice = await this.step(Math.min(wanted - burntMs, 1 + ((index + mine.length) % 6)), mine.length);
      mine.push(slice);
      burntMs += slice.end - slice.start;
    }
  }

  async step(ms: number, turn: number): Promise<Interval> {
    const start = performance.now();
    burn(start + ms);
    const wait = turn % 3 === 0 ? delay(1 + (turn % 4)) : nextTurn();
    const end = performance.now();
    await wait;
    return { start, end };
  }

  /** CPU time of each execution in milliseconds, without GC pauses. */
  burntMs(): number[] {
    return Array.from({ length: EXECUTIONS }, (_, index) =>
      (this.slices.get(index) ?? []).reduce((sum, slice) => sum + slice.end - slice.start - this.gcMsIn(slice), 0),
    );
  }

  private gcMsIn({ start, end }: Interval): number {
    const overlap = (pause: Interval): number => Math.max(0, Math.min(end, pause.end) - Math.max(start, pause.start));
    return this.gcPauses.reduce((sum, pause) => sum + overlap(pause), 0);
  }
}

/** Nothing else runs meanwhile, so the wall time is the CPU time. */
function burn(until: number): number {
  let x = 1;
  while (performance.now() < until) {
    for (let i = 0; i < 1_000; i++) x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
  }
  return x;
}
