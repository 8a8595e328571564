import type { RecordedOperation, Recording, Slice } from '../../recorder/recording.interface.js';
import type { Steps } from '../diagnosis.interface.js';
import { BlockerTable } from './blocker-table.js';
import { OpenSpans } from './open-spans.js';
import { PauseCursor } from './pause-cursor.js';
import { Phases, PhaseType } from './phases.js';
import { WaitTable } from './wait-table.js';
import { NO_OPERATION } from './operation-finder.js';
import type { WaitOperations } from './wait-operations.js';
import type { WaitKind } from '../../model/report.interface.js';
import { Stepper } from '../../platform/stepper.js';

const REQUEST_BODY = 0;
const RESPONSE = 1;

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

class TimeWalk {
  private readonly phases: Phases;
  private readonly open: OpenSpans;
  private readonly waits: WaitTable;
  private readonly blockers: BlockerTable;
  private readonly pauses: PauseCursor;
  /** The end of the walked time. */
  private reached: number;
  private block = 0;
  private gaps = 0;
  /** The wait continues: the answer arrived in part only. */
  private goesOn = false;
  /** Index of the operation that the execution waited for in the current gap. */
  private operation = NO_OPERATION;

  constructor(
    private readonly recording: Recording,
    private readonly operations: WaitOperations,
  ) {
    const { slices, gcPauses, blocks } = recording;
    // Each phase ends where one of these begins or ends, at the end of the response, or at the end of the execution.
    this.phases = new Phases(2 * (slices.length + gcPauses.length + blocks.length) + 2);
    this.waits = new WaitTable(this.phases.waits);
    this.blockers = new BlockerTable(this.phases.blockers);
    this.open = new OpenSpans(recording.spans);
    this.pauses = new PauseCursor(gcPauses);
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

  finish(): Phases {
    const { end, slices } = this.recording;
    if (end > this.reached) this.gap(end, undefined, slices.length);
    return this.phases;
  }

  /** The time up to `to`, without code of the execution. `next` is the slice after it, if there is one. */
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
        const begin = Math.max(block.start, at);
        this.phases.push(begin, held, PhaseType.blocked, waiting, this.blockers.of(block), this.block);
        at = held;
      }
      if (block.end > to) break;
      this.block++;
    }
    const delay = next === undefined ? undefined : this.pauses.before(to);
    if (delay !== undefined && delay.end > at) {
      const start = Math.max(delay.start, at);
      if (start > at) this.wait(at, start, from, next, index);
      at = Math.min(delay.end, to);
      this.phases.push(start, at, PhaseType.gc, waiting, 0, this.pauses.index);
    }
    if (at < to) this.wait(at, to, from, next, index);
    this.reached = to;
  }

  /** A part of a gap outside blocked intervals. */
  private wait(from: number, to: number, gapStart: number, next: Slice | undefined, index: number): void {
    const ended = this.recording.outputHandedOverAt ?? Infinity;
    if (from < ended) this.waitBeforeResponseEnd(from, Math.min(to, ended), gapStart, next, index);
    if (to > ended) this.phases.push(Math.max(from, ended), to, PhaseType.client, 0, RESPONSE, this.gaps);
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
      // The operation's connection may wake the execution in the context of another span.
      const isOpen = (this.recording.spans[operation.span]?.end ?? 0) >= to;
      this.coverOperation(from, to, isOpen || next === undefined ? operation.span : this.waiterOf(next), operation);
    } else if (cause === undefined || next === undefined) {
      // The time before the first slice is unknown: older slices may have been overwritten.
      const span = index === 0 && next !== undefined ? 0 : this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, 'await', this.nameOf(span));
      else if (next === undefined && awaitsInput && inputReceivedAt === undefined) {
        this.phases.push(from, to, PhaseType.client, 0, REQUEST_BODY, this.gaps);
      } else this.phases.push(from, to, PhaseType.unexplained, 0, 0, this.gaps);
    } else if (index === 0) {
      this.phases.push(from, to, PhaseType.unexplained, 0, 0, this.gaps);
    } else if (cause.on === 'client') {
      const subject = inputMissing ? REQUEST_BODY : RESPONSE;
      this.phases.push(from, to, PhaseType.client, this.waiterOf(next), subject, this.gaps);
    } else if (cause.on === 'other') {
      const span = this.waiterOf(next) || this.open.innermostAt((from + to) / 2);
      if (span > 0) this.coverWait(from, to, span, 'await', this.nameOf(span));
      else this.coverWait(from, to, 0, 'other', cause.label);
    } else this.coverWait(from, to, this.waiterOf(next), cause.on, cause.label);
  }

  private coverOperation(from: number, to: number, span: number, { on, label, calls }: RecordedOperation): void {
    const wait = this.waits.of(on, label, true);
    // An operation counts once, however often it woke the execution. A sum counts once for each gap.
    const origin = calls > 1 ? this.gaps : -2 - this.operation;
    this.phases.push(from, to, PhaseType.waiting, span, wait, origin);
  }

  private coverWait(from: number, to: number, span: number, on: WaitKind, label: string): void {
    this.phases.push(from, to, PhaseType.waiting, span, this.waits.of(on, label), this.gaps);
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

  private nameOf(span: number): string {
    return this.recording.spans[span]?.name ?? this.recording.name;
  }
}
