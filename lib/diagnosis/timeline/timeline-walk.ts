import type { Interval, RecordedOperation, Recording, Slice } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { HolderTable } from './holder-table.js';
import { OpenSpans } from './open-spans.js';
import { Stretches, StretchType } from './stretches.js';
import { WaitTable } from './wait-table.js';
import { NO_OPERATION } from './operation-finder.js';
import { findOperations, type WaitOperations } from './wait-operations.js';
import type { WaitKind } from '../../model/report.interface.js';
import { Stepper } from '../../platform/stepper.js';

/** From the end of a pause to the continuation that it held up: what the loop does before it gets there. */
const RESUME_MS = 1;

const REQUEST_BODY = 0;
const RESPONSE = 1;

/**
 * Walks the execution's time once and cuts it into stretches. At each instant, the first that applies: the execution's
 * own code, or a GC pause in it; the loop held by others, with whatever they made the collector do; and else what the
 * gap was spent on, which a GC pause only adds to where it held up the continuation.
 *
 * @internal
 */
export function* walkTime(recording: Recording): Steps<Stretches> {
  const stepper = new Stepper();
  const walk = new TimeWalk(recording, yield* findOperations(recording));
  let index = 0;
  for (const slice of recording.slices) {
    walk.take(slice, index++);
    if (stepper.isDue()) yield;
  }
  return walk.finish();
}

class TimeWalk {
  private readonly stretches: Stretches;
  private readonly open: OpenSpans;
  private readonly waits: WaitTable;
  private readonly holders: HolderTable;
  /** Everything before this is walked. */
  private reached: number;
  private pause = 0;
  private block = 0;
  private gaps = 0;
  /** What was waited for has come in part only: the next wait is the same one. */
  private goesOn = false;
  /** Index of the operation that the current gap was spent on. */
  private operation = NO_OPERATION;

  constructor(
    private readonly recording: Recording,
    private readonly operations: WaitOperations,
  ) {
    const { slices, gcPauses, blocks } = recording;
    // Each stretch ends where something of these begins or ends, at the end of the response, or at the very end.
    this.stretches = new Stretches(2 * (slices.length + gcPauses.length + blocks.length) + 2);
    this.waits = new WaitTable(this.stretches.waits);
    this.holders = new HolderTable(this.stretches.holders);
    this.open = new OpenSpans(recording.spans);
    this.reached = recording.start;
  }

  take(slice: Slice, index: number): void {
    const start = Math.max(this.reached, Math.min(slice.start, this.recording.end));
    const end = Math.min(slice.end, this.recording.end);
    if (start > this.reached) this.gap(start, slice, index);
    this.goesOn = slice.isPartial === true;
    if (end > start) {
      this.run(start, end, this.spanOf(slice), index);
      this.reached = end;
    }
  }

  finish(): Stretches {
    const { end, slices } = this.recording;
    if (end > this.reached) this.gap(end, undefined, slices.length);
    return this.stretches;
  }

  /** The time up to `to`, in which the execution did not run: `next` is what it went on with, if it did. */
  private gap(to: number, next: Slice | undefined, index: number): void {
    const { blocks } = this.recording;
    const from = this.reached;
    if (!this.goesOn) this.gaps++;
    const waiting = next === undefined ? this.open.innermostAt(from) : this.waiterOf(next);
    this.operation = next === undefined ? this.operations.leftBy(waiting) : this.operations.before(index);
    let at = from;
    for (let block = blocks[this.block]; block !== undefined && at < to; block = blocks[this.block]) {
      if (block.start >= to) break;
      if (block.end > at) {
        if (block.start > at) this.wait(at, block.start, from, next, index);
        const held = Math.min(block.end, to);
        this.stretches.push(
          Math.max(block.start, at),
          held,
          StretchType.blocked,
          waiting,
          this.holders.of(block),
          this.block,
        );
        at = held;
      }
      if (block.end > to) break;
      this.block++;
    }
    const delay = next === undefined ? undefined : this.pauseBefore(to);
    if (delay !== undefined && delay.end > at) {
      const start = Math.max(delay.start, at);
      if (start > at) this.wait(at, start, from, next, index);
      at = Math.min(delay.end, to);
      this.stretches.push(start, at, StretchType.gc, waiting, 0, this.pause);
    }
    if (at < to) this.wait(at, to, from, next, index);
    this.reached = to;
  }

  /** The GC pause after which the execution went on at once: without it, that would have been earlier. */
  private pauseBefore(resumed: number): Interval | undefined {
    const { gcPauses } = this.recording;
    for (let pause = gcPauses[this.pause]; pause !== undefined && pause.start < resumed; pause = gcPauses[this.pause]) {
      if (pause.end > resumed - RESUME_MS) return pause;
      this.pause++;
    }
    return undefined;
  }

  /** A part of a gap in which nobody held the loop. */
  private wait(from: number, to: number, gapStart: number, next: Slice | undefined, index: number): void {
    const ended = this.recording.outputHandedOverAt ?? Infinity;
    if (from < ended) this.waitBeforeResponseEnd(from, Math.min(to, ended), gapStart, next, index);
    if (to > ended) this.stretches.push(Math.max(from, ended), to, StretchType.client, 0, RESPONSE, this.gaps);
  }

  private waitBeforeResponseEnd(
    from: number,
    to: number,
    gapStart: number,
    next: Slice | undefined,
    index: number,
  ): void {
    const { awaitsInput, inputReceivedAt } = this.recording;
    const inputMissing = awaitsInput && gapStart < (inputReceivedAt ?? Infinity);
    const cause = next?.cause;
    const operation = this.recording.operations[this.operation];
    if (operation !== undefined) {
      // Its connection may wake the execution in the context of another span.
      const isOpen = (this.recording.spans[operation.span]?.end ?? 0) >= to;
      this.coverOperation(from, to, isOpen || next === undefined ? operation.span : this.waiterOf(next), operation);
    } else if (cause === undefined || next === undefined) {
      // What came before the first slice is unknown: older slices may have been overwritten.
      const span = index === 0 && next !== undefined ? 0 : this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, 'await', this.nameOf(span));
      else if (next === undefined && awaitsInput && inputReceivedAt === undefined) {
        this.stretches.push(from, to, StretchType.client, 0, REQUEST_BODY, this.gaps);
      } else this.stretches.push(from, to, StretchType.unexplained, 0, 0, this.gaps);
    } else if (index === 0) {
      this.stretches.push(from, to, StretchType.unexplained, 0, 0, this.gaps);
    } else if (cause.on === 'client') {
      const subject = inputMissing ? REQUEST_BODY : RESPONSE;
      this.stretches.push(from, to, StretchType.client, this.waiterOf(next), subject, this.gaps);
    } else if (cause.on === 'other') {
      const span = this.waiterOf(next) || this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, 'await', this.nameOf(span));
      else this.coverWait(from, to, 0, 'other', cause.label);
    } else this.coverWait(from, to, this.waiterOf(next), cause.on, cause.label);
  }

  private coverOperation(from: number, to: number, span: number, { on, label, calls }: RecordedOperation): void {
    const wait = this.waits.of(on, label, true);
    // An operation is one wait, however often it woke the execution. A sum stands for as many as there are gaps.
    const origin = calls > 1 ? this.gaps : -2 - this.operation;
    this.stretches.push(from, to, StretchType.waiting, span, wait, origin);
  }

  private coverWait(from: number, to: number, span: number, on: WaitKind, label: string): void {
    this.stretches.push(from, to, StretchType.waiting, span, this.waits.of(on, label), this.gaps);
  }

  /** Own code, less the GC pauses in it, which are added as such. */
  private run(from: number, to: number, span: number, index: number): void {
    const { gcPauses } = this.recording;
    let at = from;
    for (let pause = gcPauses[this.pause]; pause !== undefined && pause.start < to; pause = gcPauses[this.pause]) {
      if (pause.end > at) {
        if (pause.start > at) this.stretches.push(at, pause.start, StretchType.cpu, span, 0, index);
        const paused = Math.min(pause.end, to);
        this.stretches.push(Math.max(pause.start, at), paused, StretchType.gc, span, 0, this.pause);
        at = paused;
      }
      if (pause.end > to) break;
      this.pause++;
    }
    if (at < to) this.stretches.push(at, to, StretchType.cpu, span, 0, index);
  }

  private spanOf(slice: Slice): number {
    return this.recording.spans[slice.span] === undefined ? 0 : slice.span;
  }

  private waiterOf({ waiter, span }: Slice): number {
    const waited = waiter ?? span;
    return this.recording.spans[waited] === undefined ? 0 : waited;
  }

  private nameOf(span: number): string {
    return this.recording.spans[span]?.name ?? this.recording.name;
  }
}
