import type { RecordedOperation } from '../../recorder/recording.interface.js';

/** Operations on one connection that are compared: the latest. */
const MAX_COMPARED = 8;

/**
 * Finds the operation that was running on a connection. Times must never decrease, so that all calls together are
 * linear in the number of operations.
 *
 * @internal
 */
export class RunningOperations {
  private readonly byStart: readonly number[];
  /** Operations that have begun, by the other end of their connections, the latest last. Some have ended. */
  private readonly begun = new Map<string, number[]>();
  /** Waits that each sum has got. */
  private readonly waits: Int32Array;
  private next = 0;

  constructor(private readonly all: readonly RecordedOperation[]) {
    this.waits = new Int32Array(all.length);
    this.byStart = [...all.keys()].sort((a, b) => (all[a]?.start ?? 0) - (all[b]?.start ?? 0));
  }

  /**
   * Index of the operation that was running on `wire` at `time`; -1 for none. An operation whose answer was arriving has
   * precedence, then one of this span, then the latest. Sums run all the time: they share the waits by their calls.
   *
   * @param time not before the time of the last call
   */
  at(time: number, wire: string, span: number): number {
    this.advance(time);
    const begun = this.begun.get(wire) ?? [];
    while (begun.length > 0 && this.hasEnded(begun.at(-1) ?? 0, time)) begun.pop();
    let best = -1;
    let bestRank = -1;
    for (let at = begun.length - 1; at >= 0 && at >= begun.length - MAX_COMPARED; at--) {
      const index = begun[at] ?? 0;
      if (this.hasEnded(index, time)) continue;
      const rank = this.rankOf(index, time, span);
      if (rank > bestRank || (rank === bestRank && this.shareOf(index) < this.shareOf(best))) {
        best = index;
        bestRank = rank;
      }
    }
    if (best >= 0) this.waits[best] = (this.waits[best] ?? 0) + 1;
    return best;
  }

  private advance(time: number): void {
    for (let index = this.byStart[this.next]; index !== undefined; index = this.byStart[++this.next]) {
      const { start = 0, wire } = this.all[index] ?? {};
      if (start >= time) return;
      if (wire === undefined) continue;
      const begun = this.begun.get(wire);
      if (begun === undefined) this.begun.set(wire, [index]);
      else begun.push(index);
    }
  }

  private hasEnded(index: number, time: number): boolean {
    const { ended = true, end = 0 } = this.all[index] ?? {};
    return ended && end < time;
  }

  /** Waits per call. Of single operations the latest stays. */
  private shareOf(index: number): number {
    const calls = this.all[index]?.calls ?? 0;
    return calls > 1 ? (this.waits[index] ?? 0) / calls : NaN;
  }

  private rankOf(index: number, time: number, span: number): number {
    const operation = this.all[index];
    if ((operation?.answeredAt ?? Infinity) < time) return 2;
    return operation?.span === span ? 1 : 0;
  }
}
