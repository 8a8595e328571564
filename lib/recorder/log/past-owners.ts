import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import type { ChargedOwner } from './charged-owner.js';
import type { LogChunk } from './log-chunk.js';
import type { LogWriter } from './log-writer.js';
import { narrowEntries } from './narrowed-entries.js';
import type { LogPart } from './reassignment.js';
import type { RecentExecutions } from './recent-executions.js';

/**
 * The owners of the event loop in the past. The entries are in the order of time: a search halves them, and takes about a
 * microsecond.
 *
 * @internal
 */
export class PastOwners {
  constructor(
    private readonly writer: Pick<LogWriter, 'lastTime' | 'newestFirst'>,
    private readonly segments: LogPart,
    private readonly executions: Pick<RecentExecutions, 'running'>,
    private readonly owner: Pick<ChargedOwner, 'call' | 'span'>,
  ) {}

  /** False when the code that runs has run since then, without an await. */
  changedSince(time: MonotonicMs): boolean {
    return time < this.writer.lastTime;
  }

  /** The span whose code ran then. `undefined` when its execution is over, for code outside, and beyond the log. */
  spanAt(time: MonotonicMs): Span | undefined {
    for (const part of [this.writer, this.segments]) {
      for (const chunk of part.newestFirst()) {
        const index = lastBefore(chunk, time);
        if (index >= 0) return this.spanOf(chunk.owners[index] ?? 0, chunk.spans[index] ?? 0);
      }
    }
    return undefined;
  }

  narrow(span: Span, now: MonotonicMs): void {
    const { parent } = span;
    if (parent === undefined || this.owner.span !== parent) return;
    narrowEntries([this.writer, this.segments], parent, span);
    this.owner.call(parent, now);
  }

  /** In a shared turn, too: a provisional entry would be charged to the execution that continues next. */
  leaveAll(now: MonotonicMs): void {
    this.owner.call(undefined, now);
  }

  private spanOf(id: number, index: number): Span | undefined {
    const execution = this.executions.running(id);
    return execution?.spans[index] ?? execution?.root;
  }
}

/** The last entry that is not later; -1 for none. */
function lastBefore({ times, length }: LogChunk, time: MonotonicMs): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((times[middle] ?? 0) <= time) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
