import { clock } from './clock.js';

/** Work between two yields. A unit of work that begins within it may end later. */
const BUDGET_MS = 0.1;

/** Most units of work between two readings of the clock. */
const MAX_UNITS = 256;

/**
 * Paces long work that runs on the event loop: decides when a generator yields. Each generator has its own.
 *
 * The clock is read after 1, 2, 4 … units of work since the last yield. So expensive units exceed the budget only a little,
 * and code that is not compiled yet as well. Cheap units pay 2 ns each; a reading costs 30 to 50 ns.
 *
 * @example
 * ```ts
 * const stepper = new Stepper();
 * for (const entry of entries) {
 *   if (stepper.isDue()) yield;
 *   …
 * }
 * ```
 * @internal
 */
export class Stepper {
  private since = clock();
  private units = 1;
  private left = 1;

  /** True when the budget is used up, after this much more work. */
  isDue(units = 1): boolean {
    this.left -= units;
    return this.left <= 0 && this.isOver();
  }

  private isOver(): boolean {
    const now = clock();
    const isOver = now - this.since >= BUDGET_MS;
    if (isOver) this.since = now;
    this.units = isOver ? 1 : Math.min(MAX_UNITS, this.units * 2);
    this.left = this.units;
    return isOver;
  }
}
