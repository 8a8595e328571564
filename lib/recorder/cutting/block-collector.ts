import { Stepper } from '../../platform/stepper.js';
import type { ExecutionName } from '../log/execution-name.interface.js';
import type { Interval } from '../log/interval.interface.js';
import { OUTSIDE } from '../log/log-chunk.js';
import { BLOCK_FLOOR_MS } from '../log/segment.js';
import type { Steps } from '../../platform/steps.js';

/** Changes of owner within blocked intervals. Further ones extend the last. */
const MAX_BLOCKS = 5_000;

/** Finds the name of a blocker by its execution's id. @internal */
export type NameLookup = (id: number) => ExecutionName | undefined;

/** A blocked interval. Its samples are added later. @internal */
export interface OpenBlock extends Interval {
  readonly owner: ExecutionName | undefined;
  readonly stacks: number[];
}

/** Work of another execution, by its id, or outside all executions. */
interface OtherWork {
  readonly start: number;
  end: number;
  readonly owner: number;
}

/**
 * Collects the blocked intervals of one execution: others ran without a sleep of the loop, for long enough. Fed in order
 * of time.
 *
 * @internal
 */
export class BlockCollector {
  /** The share of the work's time that the process lost in short delays, for want of a processor: 0 to 1. */
  delayShare = 0;
  readonly blocks: OpenBlock[] = [];
  private readonly blocked: OtherWork[] = [];
  /** Other work since the last sleep or own slice. */
  private work: OtherWork[] = [];
  private workSince = 0;
  /** Index of the first starved interval that may overlap the work. */
  private nextStarved = 0;

  /** @param starved the intervals in which the process had no processor, in order: no code holds the loop then */
  constructor(private readonly starved: readonly Interval[]) {}

  add(start: number, end: number, owner: number): void {
    if (this.work.length === 0) this.workSince = start;
    const last = this.work.at(-1);
    if (last !== undefined && (last.owner === owner || this.work.length >= MAX_BLOCKS)) last.end = end;
    else this.work.push({ start, end, owner });
  }

  /** The loop slept, or the execution's own code ran. */
  interrupt(): void {
    if (this.work.length === 0) return;
    const until = this.work.at(-1)?.end ?? 0;
    const ranMs = (until - this.workSince - this.starvedMs(this.workSince, until)) * (1 - this.delayShare);
    if (ranMs >= BLOCK_FLOOR_MS && this.blocked.length < MAX_BLOCKS) {
      for (const work of this.work) this.blocked.push(work);
    }
    this.work = [];
  }

  private starvedMs(from: number, to: number): number {
    let ms = 0;
    for (let next = this.starved[this.nextStarved]; next !== undefined && next.start < to;) {
      ms += Math.max(0, Math.min(next.end, to) - Math.max(next.start, from));
      if (next.end > to) break;
      next = this.starved[++this.nextStarved];
    }
    return ms;
  }

  /** Fills `blocks`. Can be interrupted. */
  *finish(nameOf: NameLookup): Steps<void> {
    this.interrupt();
    const stepper = new Stepper();
    for (const { start, end, owner } of this.blocked) {
      this.blocks.push({ start, end, owner: owner === OUTSIDE ? undefined : nameOf(owner), stacks: [] });
      if (stepper.isDue()) yield;
    }
  }
}
