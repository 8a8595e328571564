import type { ExecutionKind } from '../../model/execution.interface.js';
import type { WaitKind } from '../../model/report.interface.js';
import type { Interval, StarvedBy } from '../../recorder/recording.interface.js';

/** The execution's activity in a phase. @internal */
export const PhaseType = { cpu: 0, gc: 1, blocked: 2, client: 3, waiting: 4, unexplained: 5, starved: 6 } as const;
/** @internal */
export type PhaseType = (typeof PhaseType)[keyof typeof PhaseType];

/** The target of a wait. @internal */
export interface Wait {
  readonly on: WaitKind;
  readonly label: string;
  /** The label is an operation's statement. */
  readonly isOperation?: true;
  /** The kind of server, and the server; for an operation only. */
  readonly system?: string;
  readonly peer?: string;
}

/** An endpoint that blocked the event loop; without a kind, code outside any watched execution. @internal */
export interface Blocker {
  readonly name: string;
  readonly kind?: ExecutionKind;
  /** Samples taken while it blocked the loop, as indices into the recording's frames. */
  readonly stacks: number[];
}

/** The reasons of starved phases, by their `ref`. @internal */
export const STARVED_BY = ['limit', 'processes', 'threads', 'stop'] as const satisfies readonly StarvedBy[];

/** The subject of a client phase, by its `ref`. @internal */
export const CLIENT_SUBJECTS = ['request body', 'response'] as const;

/**
 * The execution's time in phases, without overlaps and without gaps. They are columns: a busy execution has 200 000
 * phases, and as many objects would cost more than the rest of the diagnosis.
 *
 * @internal
 */
export class Phases {
  length = 0;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly type: Uint8Array;
  /** Index of the span that was running or waiting. */
  readonly span: Int32Array;
  /**
   * Waiting: index in `waits`; blocked: in `blockers`; client: in `CLIENT_SUBJECTS`; starved: in `STARVED_BY`;
   * else 0.
   */
  readonly ref: Int32Array;
  /**
   * The same number for all parts of one wait, pause or blocked interval that shorter phases interrupt. Unique within a
   * type. Negative for an operation, which can have several waits: -2 minus its index in the recording.
   */
  readonly origin: Int32Array;
  readonly waits: Wait[];
  readonly blockers: Blocker[];
  /** The wait that was unfinished at the end; absent without one. */
  unfinished: Interval | undefined = undefined;

  /** @param of other phases with the same waits and blockers */
  constructor(capacity: number, of?: Phases) {
    this.waits = of?.waits ?? [];
    this.blockers = of?.blockers ?? [];
    this.unfinished = of?.unfinished;
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
    this.type = new Uint8Array(capacity);
    this.span = new Int32Array(capacity);
    this.ref = new Int32Array(capacity);
    this.origin = new Int32Array(capacity);
  }

  push(start: number, end: number, type: PhaseType, span: number, ref: number, origin: number): void {
    const at = this.length++;
    this.start[at] = start;
    this.end[at] = end;
    this.type[at] = type;
    this.span[at] = span;
    this.ref[at] = ref;
    this.origin[at] = origin;
  }
}
