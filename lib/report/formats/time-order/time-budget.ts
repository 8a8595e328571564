import type { SpanGroup } from './open-times.js';

/** The way in which a group can run at an instant, the best first. */
export const Standing = { open: 0, over: 1, spent: 2, ahead: 3 } as const;

/** @internal */
export type Standing = (typeof Standing)[keyof typeof Standing];

/**
 * The time of the nodes in one group of spans, and its use over the periods in which the spans are open. A period gets a share of
 * the time in proportion to its length: the calls of a method are alike.
 *
 * @internal
 */
export class TimeBudget {
  private readonly nodes: number[] = [];
  private total = 0;
  private used = 0;
  /** The first node with time left. */
  private first = 0;
  /** The period that is open now, or the next one. */
  private period = 0;
  private reached = 0;

  /** @param left self time of each node of the tree that no run has had yet, in microseconds; counted down here */
  constructor(
    readonly group: SpanGroup,
    private readonly left: number[],
  ) {}

  add(node: number): void {
    this.nodes.push(node);
    this.total += this.timeOf(node);
  }

  /** The node that runs next; `undefined` when no time is left. Another budget may have used up the time of a node. */
  get node(): number | undefined {
    while (this.first < this.nodes.length && this.timeOf(this.nodes[this.first]) <= 0) this.first++;
    return this.nodes[this.first];
  }

  /** The end of the period that is open now; the start of the next one; the last end when all are over. */
  get change(): number {
    const { open } = this.group;
    const current = open[this.period];
    if (current === undefined) return open.at(-1)?.to ?? 0;
    return current.from > this.reached ? current.from : current.to;
  }

  /** @param at microseconds from the start of the execution; never less than before */
  standingAt(at: number): Standing {
    const { open } = this.group;
    this.reached = at;
    while ((open[this.period]?.to ?? Infinity) <= at) this.period++;
    const current = open[this.period];
    if (current === undefined) return Standing.over;
    if (current.from > at) return Standing.ahead;
    return this.allowance >= 1 ? Standing.open : Standing.spent;
  }

  /** The time for which {@link node} can run without a pause. */
  most(standing: Standing): number {
    const left = this.timeOf(this.node);
    return standing === Standing.open ? Math.min(left, Math.floor(this.allowance)) : left;
  }

  use(node: number, time: number): void {
    this.used += time;
    this.left[node] = this.timeOf(node) - time;
  }

  private timeOf(node: number | undefined): number {
    return this.left[node ?? -1] ?? 0;
  }

  /** The time that may be used up to the end of the period. */
  private get allowance(): number {
    const { open } = this.group;
    const all = open.at(-1)?.until ?? 0;
    const share = all > 0 ? (open[this.period]?.until ?? all) / all : 1;
    return this.total * share - this.used;
  }
}
