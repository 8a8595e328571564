import { Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { setImmediate } from '../platform/host-timers.js';
import { OverheadMeter } from './overhead-meter.js';

/** In a turn of the event loop we work for so long, and the one step longer that was begun before. */
const SLICE_MS = 2;

/**
 * Does the monitor's long work, one after another, in short slices of which one comes in a turn of the event loop,
 * and adds up what they took. Were each work to take its own slices, two reports in the making and one that is drawn
 * would hold the loop for three times as long.
 *
 * @internal
 */
@Injectable()
export class OwnWork {
  /** Each does one step, and tells whether it was the last. */
  private readonly works: (() => boolean)[] = [];

  constructor(private readonly overhead: OverheadMeter) {}

  /**
   * Begins in a later turn of the event loop.
   *
   * @param work yields wherever it can be interrupted: best each tenth of a millisecond
   */
  run<T>(work: Generator<void, T>): Promise<T> {
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
      if (this.works.length === 1) this.askForTurn();
    });
  }

  private askForTurn(): void {
    setImmediate(() => {
      this.overhead.measure(() => this.slice());
      if (this.works.length > 0) this.askForTurn();
    });
  }

  private slice(): void {
    const start = clock();
    do {
      if (this.works[0]?.() === true) this.works.shift();
    } while (this.works.length > 0 && clock() - start < SLICE_MS);
  }
}
