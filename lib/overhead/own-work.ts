import { Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { setImmediate } from '../platform/host-timers.js';
import { OverheadMeter } from './overhead-meter.js';
import type { Steps } from '../platform/steps.js';

/** Time of work in one turn of the event loop. The step that runs then ends later. */
const SLICE_MS = 2;

/**
 * Runs the monitor's long work, one after another, in one short slice for each turn of the event loop, and adds up the CPU
 * time. With slices of its own for each work, three reports at once would block the loop for three times as long.
 *
 * @internal
 */
@Injectable()
export class OwnWork {
  /** Each call does one step and returns whether it was the last. */
  private readonly works: (() => boolean)[] = [];

  constructor(private readonly overhead: OverheadMeter) {}

  /**
   * Starts in a later turn of the event loop.
   *
   * @param work yields where it can be interrupted, about each tenth of a millisecond: see `Stepper`
   */
  run<T>(work: Steps<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.works.push(() => {
        try {
          const { done, value } = work.next();
          if (done === true) resolve(value);
          return done === true;
        } catch (error) {
          reject(error);
          return true;
        }
      });
      if (this.works.length === 1) this.scheduleSlice();
    });
  }

  private scheduleSlice(): void {
    setImmediate(() => {
      this.overhead.measure(() => this.slice());
      if (this.works.length > 0) this.scheduleSlice();
    });
  }

  private slice(): void {
    const start = clock();
    do {
      if (this.works[0]?.() === true) this.works.shift();
    } while (this.works.length > 0 && clock() - start < SLICE_MS);
  }
}
