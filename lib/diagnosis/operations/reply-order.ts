import { WaitLengths } from './wait-lengths.js';

/** From this share on, replies that show several requests under way decide. */
const MIN_TOGETHER = 0.1;
/** A pool that uses its connections in turn keeps their order nearly always. */
const IN_TURN = 0.9;
/** A request takes at least as long as its connection needs for one. Clearly shorter waits were for several at once. */
const SHORTER = 2.5;
/** The shortest tenth of the waits for one request after another is about as long as their median. */
const UNEVEN = 0.5;

/**
 * The replies that a group of spans read from one server, in order.
 *
 * @internal
 */
export class GroupReplies {
  /** Most requests that were sent to one connection without a reply between them. */
  mostPipelined = 1;
  /** Replies that had arrived before the code after another connection's reply had run, and pipelined ones. */
  private together = 0;
  private pipelined = 1;
  private readonly times: number[] = [];
  private readonly order: number[] = [];

  get count(): number {
    return this.order.length;
  }

  get connections(): number {
    return new Set(this.order).size;
  }

  add(time: number, connection: number, { isBeside, isPipelined }: { isBeside: boolean; isPipelined: boolean }): void {
    this.times.push(time);
    this.order.push(connection);
    if (isBeside || isPipelined) this.together++;
    this.pipelined = isPipelined ? this.pipelined + 1 : 1;
    this.mostPipelined = Math.max(this.mostPipelined, this.pipelined);
  }

  /**
   * Decides if the requests were sent at the same time. A pool can also send them over several
   * connections one after another: in turn, or as other executions leave them.
   *
   * @param each the length of each wait
   * @returns `undefined` when the replies leave it open
   */
  areTogether(each: readonly number[]): boolean | undefined {
    const { count, connections } = this;
    if (this.together >= Math.max(1, count * MIN_TOGETHER)) return true;
    if (connections < 2) return false;
    if (count < 2 * connections) return undefined;
    if (this.inTurn(connections) >= IN_TURN) return false;
    const lengths = new WaitLengths(each);
    const median = lengths.quantile(0.5);
    if (lengths.quantile(0.1) >= UNEVEN * median) return false;
    return this.perConnection().quantile(0.1) > SHORTER * median ? true : undefined;
  }

  /** The share of replies by the connection whose turn it was. */
  private inTurn(connections: number): number {
    const { order } = this;
    const expected = order.filter((connection, at) => at >= connections && connection === order[at - connections]);
    return expected.length / Math.max(1, order.length - connections);
  }

  /** The times between two replies of the same connection. */
  private perConnection(): WaitLengths {
    const last = new Map<number, number>();
    const between: number[] = [];
    for (const [at, connection] of this.order.entries()) {
      const time = this.times[at] ?? 0;
      const before = last.get(connection);
      if (before !== undefined) between.push(time - before);
      last.set(connection, time);
    }
    return new WaitLengths(between);
  }
}
