import type { Recording, Slice } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { BlockerTable } from './blocker-table.js';
import { OpenSpans } from './open-spans.js';
import { PauseCursor } from './pause-cursor.js';
import { Phases, PhaseType } from './phases.js';
import { UnfinishedWork } from './unfinished-work.js';
import { WaitCharges } from './wait-charges.js';
import type { Gap } from './gap.interface.js';
import type { WaitOperations } from './wait-operations.js';
import { Stepper } from '../../platform/stepper.js';

/**
 * Walks the execution's time once and cuts it into phases. At each instant the first of these applies:
 *
 * 1. The execution's own code, or a GC pause in it.
 * 2. A blocked interval, GC pauses included.
 * 3. A GC pause that delayed the continuation.
 * 4. The target of the wait.
 *
 * @param operations the operation that ended each wait
 * @internal
 */
export function* walkTime(recording: Recording, operations: WaitOperations): Steps<Phases> {
  const stepper = new Stepper();
  const walk = new TimeWalk(recording, operations);
  let index = 0;
  for (const slice of recording.slices) {
    walk.take(slice, index++);
    if (stepper.isDue()) yield;
  }
  return walk.finish();
}

/** The last unfinished wait counts, unless it is much shorter than an earlier one: steps after a timer have tiny gaps. */
const COMPARABLE = 0.1;

class TimeWalk {
  private readonly phases: Phases;
  private readonly open: OpenSpans;
  private readonly charges: WaitCharges;
  private readonly blockers: BlockerTable;
  private readonly pauses: PauseCursor;
  private readonly unfinished: UnfinishedWork;
  /** The end of the walked time. */
  private reached: number;
  private block = 0;
  private gaps = 0;
  private longestUnfinished = 0;
  /** The wait continues: the answer arrived in part only. */
  private goesOn = false;

  constructor(
    private readonly recording: Recording,
    private readonly operations: WaitOperations,
  ) {
    const { slices, gcPauses, blocks, operations: begun } = recording;
    // Each phase ends where one of these begins or ends, at the end of the response, or at the end of the execution.
    this.phases = new Phases(2 * (slices.length + gcPauses.length + blocks.length + begun.length) + 2);
    this.blockers = new BlockerTable(this.phases.blockers);
    this.open = new OpenSpans(recording.spans);
    this.charges = new WaitCharges(recording, this.phases, this.open);
    this.pauses = new PauseCursor(gcPauses);
    this.unfinished = new UnfinishedWork(recording, this.open);
    this.reached = recording.start;
  }

  take(slice: Slice, index: number): void {
    const start = Math.max(this.reached, Math.min(slice.start, this.recording.end));
    const end = Math.min(slice.end, this.recording.end);
    if (start > this.reached) this.gapBefore(start, slice, index);
    this.goesOn = slice.isPartial === true;
    if (end > start) {
      this.run(start, end, this.spanOf(slice), index);
      this.reached = end;
    }
  }

  finish(): Phases {
    const { end, slices } = this.recording;
    if (end > this.reached) this.gapBefore(end, undefined, slices.length);
    return this.phases;
  }

  /** The time up to `end`, without code of the execution. `next` is the slice after it, if there is one. */
  private gapBefore(end: number, next: Slice | undefined, index: number): void {
    const start = this.reached;
    if (!this.goesOn) this.gaps++;
    const moment = next === undefined && index === 0 ? (start + end) / 2 : start;
    const waiter = next === undefined ? this.open.innermostAt(moment) : this.waiterOf(next);
    const operation = next === undefined ? this.operations.leftBy(waiter) : this.operations.before(index);
    const gap = { start, end, moment, next, index, waiter, operation, number: this.gaps };
    const unfinished = this.unfinished.at(gap);
    this.cover(unfinished ?? gap);
    if (unfinished === undefined || end - start < this.longestUnfinished * COMPARABLE) return;
    this.longestUnfinished = Math.max(this.longestUnfinished, end - start);
    this.phases.unfinished = { start, end };
  }

  private cover(gap: Gap): void {
    const { blocks } = this.recording;
    const { start: from, end: to, next, waiter } = gap;
    let at = from;
    for (let block = blocks[this.block]; block !== undefined && at < to; block = blocks[this.block]) {
      if (block.start >= to) break;
      if (block.end > at) {
        if (block.start > at) this.charges.charge(at, block.start, gap);
        const held = Math.min(block.end, to);
        const begin = Math.max(block.start, at);
        this.phases.push(begin, held, PhaseType.blocked, waiter, this.blockers.of(block), this.block);
        at = held;
      }
      if (block.end > to) break;
      this.block++;
    }
    const delay = next === undefined ? undefined : this.pauses.before(to);
    if (delay !== undefined && delay.end > at) {
      const start = Math.max(delay.start, at);
      if (start > at) this.charges.charge(at, start, gap);
      at = Math.min(delay.end, to);
      this.phases.push(start, at, PhaseType.gc, waiter, 0, this.pauses.index);
    }
    if (at < to) this.charges.charge(at, to, gap);
    this.reached = to;
  }

  /** Own code, less the GC pauses in it, which are added as such. */
  private run(from: number, to: number, span: number, index: number): void {
    const { pauses } = this;
    let at = from;
    for (let pause = pauses.startedBefore(to); pause !== undefined; pause = pauses.startedBefore(to)) {
      if (pause.end > at) {
        if (pause.start > at) this.phases.push(at, pause.start, PhaseType.cpu, span, 0, index);
        const paused = Math.min(pause.end, to);
        this.phases.push(Math.max(pause.start, at), paused, PhaseType.gc, span, 0, pauses.index);
        at = paused;
      }
      if (pause.end > to) break;
      pauses.index++;
    }
    if (at < to) this.phases.push(at, to, PhaseType.cpu, span, 0, index);
  }

  private spanOf(slice: Slice): number {
    return this.recording.spans[slice.span] === undefined ? 0 : slice.span;
  }

  private waiterOf({ waiter, span }: Slice): number {
    const waited = waiter ?? span;
    return this.recording.spans[waited] === undefined ? 0 : waited;
  }
}
