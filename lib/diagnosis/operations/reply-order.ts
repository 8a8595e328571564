import { WaitLengths } from './wait-lengths.js';

/** From this share on, replies that show several requests under way decide. */
const MIN_TOGETHER = 0.1;
/** A pool that uses its connections in turn keeps their order nearly always. */
const IN_TURN = 0.9;
/** A request takes at least as long as its connection needs for one. Clearly shorter waits were for several at once. */
const SHORTER = 2.5;
/** Fewer connections show no batches: one of them may be slower than the others. */
const MIN_BATCH = 4;
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
    if (this.inTurn(connections) >= IN_TURN) return this.comeInBatches(connections);
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

  /**
   * Replies in turn after requests at the same time: all wait with the first reply of each batch, and the others follow at
   * once. The code after each takes longer than the server, so the order stays.
   */
  private comeInBatches(connections: number): boolean {
    if (connections < MIN_BATCH) return false;
    const { times } = this;
    const byPlace = Array.from({ length: connections }, (): number[] => []);
    for (let at = 1; at < times.length; at++) byPlace[at % connections]?.push((times[at] ?? 0) - (times[at - 1] ?? 0));
    const usual = byPlace.map(between => new WaitLengths(between).quantile(0.5)).sort((a, b) => b - a);
    const [first = 0, second = 0] = usual;
    return first > SHORTER * second && first > SHORTER * new WaitLengths(usual).quantile(0.5);
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
