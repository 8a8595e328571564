import type { RecordedOperation, Recording, Slice, WakeKind } from '../../recorder/recording.interface.js';
import { OperationEvents } from './operation-events.js';
import { RunningOperations } from './running-operations.js';

/** No operation ended the wait. @internal */
export const NO_OPERATION = -1;

/** Longest time from the arrival of an answer to the continuation, when other continuations run before it. */
const RESUME_MS = 1;
/** The resolution of the clock readings that are compared. */
const CLOCK_MS = 0.05;

/** Causes that stand for a connection. */
const WIRES = new Set<WakeKind>(['http', 'network', 'database', 'cache', 'pool']);
/** Causes that end no operation. The operation still runs, or the wait after its end had another target. */
const NEVER = new Set<WakeKind>(['client', 'dns', 'fs', 'threadpool']);

/** Addresses and paths have one of these characters. */
const ADDRESS = /[:/\\]/;

/** Consecutive slices without a gap. */
interface Run {
  readonly first: number;
  readonly slice: Slice;
  end: number;
  /** The wait continues after its last slice. */
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
  /** First slices of runs within one wait. The run that ends the wait determines their operation. */
  private withinWait: number[] = [];
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
      this.withinWait.push(run.first);
      return;
    }
    if (operation !== NO_OPERATION) for (const first of this.withinWait) this.found[first] = operation;
    this.withinWait = [];
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

  /** The operation of the first answer from `start` on, or else of the last answer before it. */
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

  /** A timer that aborted the operation ended its wait. Any other timer is the target of the wait itself. */
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

/** A closed connection has no address in its label, so that it may be the one of any operation. */
function canComeFrom(operation: RecordedOperation | undefined, label: string): boolean {
  const wire = operation?.wire;
  return wire === undefined || !ADDRESS.test(label) || label.startsWith(`${wire} `);
}
