import type { MonotonicMs } from '../model/execution.interface.js';
import type { Statement } from './statement.interface.js';

/** An operation that has ended. @internal */
export interface EndedOperation {
  readonly start: MonotonicMs;
  readonly end: MonotonicMs;
  readonly failed: boolean;
  readonly queuedMs: number;
  readonly wire: string | undefined;
}

/**
 * Operations of one statement and one span as a sum.
 *
 * @internal
 */
export class OperationTotal {
  calls = 0;
  /** When the last one ended; 0 until one has. */
  end: MonotonicMs = 0;
  totalMs = 0;
  maxMs = 0;
  queuedMs = 0;
  failed = 0;
  wire: string | undefined = undefined;

  constructor(
    readonly statement: Statement,
    /** Index of the span in the execution's spans. */
    readonly span: number,
    /** When the first one began. */
    readonly start: MonotonicMs,
  ) {}

  add({ start, end, failed, queuedMs, wire }: EndedOperation): void {
    const ms = end - start;
    this.totalMs += ms;
    if (ms > this.maxMs) this.maxMs = ms;
    if (end > this.end) this.end = end;
    this.queuedMs += queuedMs;
    if (failed) this.failed += 1;
    this.wire = wire ?? this.wire;
  }
}
