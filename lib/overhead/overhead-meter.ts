import { Injectable } from '@nestjs/common';
import { cpuMs, startCpuClock } from '../platform/cpu-clock.js';

/**
 * The cost of watching, in milliseconds of CPU. Reading a clock at both ends would cost about as much as the work
 * between them, so these are estimates, and rather too high than too low.
 */
const EXECUTION_MS = 0.03;
const SPAN_MS = 0.001;

/** Marks that are kept: the figure is about the time since the oldest of them. */
const MARKS = 6;

/** What was used between two moments. @internal */
export interface Usage {
  readonly executions: number;
  /** CPU milliseconds of the monitor. */
  readonly ownMs: number;
  /** CPU milliseconds of the process, all its threads. */
  readonly processMs: number;
}

/**
 * Knows how much of the process's CPU time is the monitor's own: background steps as measured, the hot path as
 * estimated from counts. Both are CPU time of the same stretch: the last minute, or less after the start.
 *
 * @internal
 */
@Injectable()
export class OverheadMeter {
  private executions = 0;
  private ownMs = 0;
  /** The oldest first; the last is where the period under way began. */
  private readonly marks: Usage[] = [this.now()];

  /** Counts one watched execution with so many spans. Runs for every request: three additions. */
  countExecution(spans: number): void {
    this.executions += 1;
    this.ownMs += EXECUTION_MS + spans * SPAN_MS;
  }

  /** Adds CPU time that one of our background steps took. */
  addMs(ms: number): void {
    if (ms > 0) this.ownMs += ms;
  }

  /** Runs a step and adds its CPU time; of an asynchronous step only the part before its first `await`. */
  measure<T>(step: () => T): T {
    const elapsed = startCpuClock();
    try {
      return step();
    } finally {
      this.addMs(elapsed());
    }
  }

  /** Our share of the CPU time that the process has used in the last minute: 0 to 1. */
  share(): number {
    return shareOf(this.recent());
  }

  /** Used in the last minute. */
  recent(): Usage {
    return since(this.marks[0], this.now());
  }

  /**
   * Ends a period of ten seconds and begins the next.
   *
   * @returns used in the one that ended
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

/** Estimates may add up to more than there was. @internal */
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
