import { Injectable } from '@nestjs/common';
import { cpuMs, startCpuClock } from '../platform/cpu-clock.js';

/**
 * Estimated CPU time of an execution and a span, in milliseconds, rather too high than too low. Two readings of a clock
 * would cost as much as the work between them.
 */
const EXECUTION_MS = 0.03;
const SPAN_MS = 0.001;

/** Kept marks. The share covers the time since the oldest. */
const MARKS = 6;

/** The use of CPU time between two marks. @internal */
export interface Usage {
  readonly executions: number;
  /** CPU milliseconds of the monitor. */
  readonly ownMs: number;
  /** CPU milliseconds of all threads of the process. */
  readonly processMs: number;
}

/**
 * The monitor's share of the process's CPU time in the last minute. Background steps are measured; the hot path is
 * estimated from counts.
 *
 * @internal
 */
@Injectable()
export class OverheadMeter {
  private executions = 0;
  private ownMs = 0;
  /** The oldest first. The last one is the start of the current period. */
  private readonly marks: Usage[] = [this.now()];

  /** Counts one monitored execution with its number of spans. Runs for every request: three additions. */
  countExecution(spans: number): void {
    this.executions += 1;
    this.ownMs += EXECUTION_MS + spans * SPAN_MS;
  }

  /** Adds the CPU time of a background step. */
  addMs(ms: number): void {
    if (ms > 0) this.ownMs += ms;
  }

  /** Runs a step and adds its CPU time. An asynchronous step counts until its first `await`. */
  measure<T>(step: () => T): T {
    const elapsed = startCpuClock();
    try {
      return step();
    } finally {
      this.addMs(elapsed());
    }
  }

  /** The monitor's share of the process's CPU time in the last minute: 0 to 1. */
  share(): number {
    return shareOf(this.recent());
  }

  /** The use in the last minute. */
  recent(): Usage {
    return since(this.marks[0], this.now());
  }

  /**
   * Ends a period of ten seconds and starts the next.
   *
   * @returns the use in the ended period
   */
  mark(): Usage {
    const now = this.now();
    const period = since(this.marks.at(-1), now);
    this.marks.push(now);
    if (this.marks.length > MARKS) this.marks.shift();
    return period;
  }

  private now(): Usage {
    return { executions: this.executions, ownMs: this.ownMs, processMs: cpuMs(process.cpuUsage()) };
  }
}

/** At most 1: the sum of estimates can exceed the process's CPU time. @internal */
export function shareOf({ ownMs, processMs }: Usage): number {
  return processMs > 0 ? Math.min(1, ownMs / processMs) : 0;
}

function since(before: Usage | undefined, now: Usage): Usage {
  return {
    executions: now.executions - (before?.executions ?? 0),
    ownMs: now.ownMs - (before?.ownMs ?? 0),
    processMs: now.processMs - (before?.processMs ?? 0),
  };
}
