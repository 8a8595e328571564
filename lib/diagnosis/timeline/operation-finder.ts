import type { RecordedOperation, Recording, Slice, WakeKind } from '../../recorder/recording.interface.js';
import { OperationEvents } from './operation-events.js';
import { RunningOperations } from './running-operations.js';

/** No operation ended the wait. @internal */
export const NO_OPERATION = -1;

/** From the arrival of an answer to the continuation, when others' continuations run in between. */
const RESUME_MS = 1;
/** The resolution of the clock readings that are compared. */
const CLOCK_MS = 0.05;

/** Causes that stand for a connection. */
const WIRES = new Set<WakeKind>(['http', 'network', 'database', 'cache', 'pool']);
/** Causes that end no operation: it goes on, or the wait after its end was for something else. */
const NEVER = new Set<WakeKind>(['client', 'dns', 'fs', 'threadpool']);

/** Slices that follow each other without a gap. */
interface Run {
  readonly first: number;
  readonly slice: Slice;
  end: number;
  /** Of its last slice: the wait goes on after it. */
  isPartial: boolean;
}

/**
 * Finds for each slice the operation that ended the wait before it: the one whose answer arrived in the callback that
 * woke the execution.
 *
 * @internal
 */
export class OperationFinder {
  private readonly found: Int32Array;
  private readonly events: OperationEvents;
  private readonly running: RunningOperations;
  private event = 0;
  private run: Run | undefined;
  /** Runs that lie within one wait, by their first slices: the run after them decides. */
  private undecided: number[] = [];
  private reached: number;

  constructor(private readonly recording: Recording) {
    const { operations, slices, start } = recording;
    this.found = new Int32Array(slices.length).fill(NO_OPERATION);
    this.events = new OperationEvents(operations);
    this.running = new RunningOperations(operations);
    this.reached = start;
  }

  take(slice: Slice, index: number): void {
    const { run } = this;
    if (run !== undefined && slice.start <= run.end) {
      run.end = Math.max(run.end, slice.end);
      run.isPartial = slice.isPartial === true;
      return;
    }
    this.decide();
    this.run = { first: index, slice, end: slice.end, isPartial: slice.isPartial === true };
  }

  finish(): Int32Array {
    this.decide();
    return this.found;
  }

  private decide(): void {
    const { run } = this;
    if (run === undefined) return;
    const operation = this.endedBefore(run);
    this.found[run.first] = operation;
    this.reached = run.end;
    if (run.isPartial) {
      this.undecided.push(run.first);
      return;
    }
    if (operation !== NO_OPERATION) for (const first of this.undecided) this.found[first] = operation;
    this.undecided = [];
  }

  private endedBefore({ slice, end }: Run): number {
    const { cause, start } = slice;
    const on = cause?.on ?? 'other';
    if (NEVER.has(on)) return NO_OPERATION;
    const isWire = WIRES.has(on);
    const answered = isWire
      ? this.eventWithin(Math.max(start - RESUME_MS, this.reached), start, end, cause?.label)
      : this.eventWithin(start, start, slice.end, undefined);
    if (answered !== NO_OPERATION && (on !== 'timer' || this.failedWithin(answered, start, slice.end))) return answered;
    if (!isWire) return NO_OPERATION;
    return this.running.at(start, wireOf(cause?.label ?? ''), slice.waiter ?? slice.span);
  }

  /** The operation whose answer arrived first from `start` on, else last before it. */
  private eventWithin(from: number, start: number, to: number, label: string | undefined): number {
    const { times, operations } = this.events;
    while (this.event < times.length && (times[this.event] ?? 0) < from) this.event++;
    let found = NO_OPERATION;
    for (let at = this.event; at < times.length && (times[at] ?? 0) <= to; at++) {
      const index = operations[at] ?? 0;
      if (label !== undefined && !canComeFrom(this.recording.operations[index], label)) continue;
      found = index;
      if ((times[at] ?? 0) >= start - CLOCK_MS) break;
    }
    return found;
  }

  /** A timer that aborted the operation ended its wait. Any other timer was waited for itself. */
  private failedWithin(index: number, from: number, to: number): boolean {
    const operation = this.recording.operations[index];
    return operation !== undefined && operation.failed > 0 && operation.end >= from && operation.end <= to;
  }
}

/** `127.0.0.1:5432` of `127.0.0.1:5432 (PostgreSQL)`. */
function wireOf(label: string): string {
  const end = label.indexOf(' ');
  return end < 0 ? label : label.slice(0, end);
}

/** Whether the connection of that label may be the operation's: a closed one has no address. */
function canComeFrom(operation: RecordedOperation | undefined, label: string): boolean {
  const wire = operation?.wire;
  return wire === undefined || !label.includes(':') || label.startsWith(`${wire} `);
}
