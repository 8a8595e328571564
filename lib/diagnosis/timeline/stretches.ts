import type { ExecutionKind } from '../../model/execution.interface.js';
import type { WaitKind } from '../../model/report.interface.js';

/** What the execution was doing in a stretch of its time. @internal */
export const StretchType = { cpu: 0, gc: 1, blocked: 2, client: 3, waiting: 4, unexplained: 5 } as const;
/** @internal */
export type StretchType = (typeof StretchType)[keyof typeof StretchType];

/** What was waited for. @internal */
export interface Wait {
  readonly on: WaitKind;
  readonly label: string;
  /** The label is an operation's statement. */
  readonly isOperation?: true;
}

/** Somebody who held the loop; without a kind, code outside any watched execution. @internal */
export interface Holder {
  readonly name: string;
  readonly kind?: ExecutionKind;
  /** Samples taken while it held the loop, as indices into the recording's frames. */
  readonly stacks: number[];
}

/** What a client stretch is about, by its `ref`. @internal */
export const CLIENT_SUBJECTS = ['request body', 'response'] as const;

/**
 * The execution's time cut into stretches that do not overlap and leave nothing out, in columns: a busy execution has
 * 200 000 of them, and as many objects would cost more than all the rest of the diagnosis.
 *
 * @internal
 */
export class Stretches {
  length = 0;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly type: Uint8Array;
  /** Index of the span that was running or waiting. */
  readonly span: Int32Array;
  /** Waiting: index in `waits`; blocked: in `holders`; client: in `CLIENT_SUBJECTS`; else 0. */
  readonly ref: Int32Array;
  /**
   * The same for all parts of one wait, pause or block that something shorter cut in pieces; unique within a type.
   * Negative for an operation, which can have several waits: -2 less its index in the recording.
   */
  readonly origin: Int32Array;
  readonly waits: Wait[] = [];
  readonly holders: Holder[] = [];

  constructor(capacity: number) {
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
    this.type = new Uint8Array(capacity);
    this.span = new Int32Array(capacity);
    this.ref = new Int32Array(capacity);
    this.origin = new Int32Array(capacity);
  }

  push(start: number, end: number, type: StretchType, span: number, ref: number, origin: number): void {
    const at = this.length++;
    this.start[at] = start;
    this.end[at] = end;
    this.type[at] = type;
    this.span[at] = span;
    this.ref[at] = ref;
    this.origin[at] = origin;
  }
}
