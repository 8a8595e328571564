import { Injectable } from '@nestjs/common';
import { clock } from '../execution/clock.js';

/**
 * What watching costs, in milliseconds of CPU. It can not be measured while it happens, a clock reading at both ends
 * would cost about as much as the work between them: these are estimates, meant to be rather too high than too low.
 */
const EXECUTION_MS = 0.03;
const SPAN_MS = 0.001;

/**
 * Knows how much of the process's CPU time is the monitor's own: background steps as measured, the hot path as
 * estimated from counts.
 *
 * @internal
 */
@Injectable()
export class OverheadMeter {
  private readonly usageAtStart = process.cpuUsage();
  private ownMs = 0;

  /** Counts one watched execution with so many spans. Runs for every request: two additions. */
  countExecution(spans: number): void {
    this.ownMs += EXECUTION_MS + spans * SPAN_MS;
  }

  /** Adds CPU time that one of our background steps took. */
  addMs(ms: number): void {
    if (ms > 0) this.ownMs += ms;
  }

  /** Runs a step and adds what it took; of an asynchronous step only the part before its first `await`. */
  measure<T>(step: () => T): T {
    const start = clock();
    try {
      return step();
    } finally {
      this.addMs(clock() - start);
    }
  }

  /** Our share of the CPU time that the process, all its threads, has used since this meter was made: 0 to 1. */
  ratio(): number {
    const { ownMs, processMs } = this.totals();
    return processMs > 0 ? Math.min(1, ownMs / processMs) : 0;
  }

  /** CPU milliseconds since this meter was made: ours, and those of the process with all its threads. */
  totals(): { readonly ownMs: number; readonly processMs: number } {
    const { user, system } = process.cpuUsage(this.usageAtStart);
    return { ownMs: this.ownMs, processMs: (user + system) / 1000 };
  }
}
