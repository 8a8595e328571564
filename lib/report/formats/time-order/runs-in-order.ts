import type { Report, TreeNode } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import type { CallTable } from './call-table.js';
import { microseconds } from './microseconds.js';
import { NodePool } from './node-pool.js';
import { partKeys, type TimedPart, timedParts } from './timed-parts.js';

/** Microseconds. */
const ROUNDING = 100;

/**
 * One node of the call tree, from one instant to another.
 *
 * @internal
 */
export interface Run {
  /** Index in the table; the root for time that no node has. */
  readonly node: number;
  /** The use of the time: that of the interval, which the root does not have. */
  readonly type: TreeNode['type'];
  /** Microseconds from the start of the execution. */
  readonly start: number;
  end: number;
}

/**
 * The whole execution as runs of nodes, one after another and without gaps.
 *
 * The timeline has the exact times of code, waits, pauses and blocked intervals. It does not have the function: the tree
 * has its sum only. So functions stand where code ran while their span was open. Within one span, their order is that of the
 * tree, not that of time.
 *
 * @internal
 */
export function* runsInOrder({ timeline, execution }: Report, table: CallTable): Steps<Run[]> {
  const stepper = new Stepper();
  const order = new Order(table, microseconds(execution.durationMs));
  for (const [index, node] of table.nodes.entries()) {
    order.enter(index, node);
    if (stepper.isDue()) yield;
  }
  for (const part of yield* timedParts(timeline)) {
    for (const units of order.place(part)) if (stepper.isDue(units)) yield;
  }
  return order.finish();
}

class Order {
  private readonly runs: Run[] = [];
  private readonly left: number[] = [];
  private readonly pools = new Map<string, NodePool>();
  private reached = 0;

  constructor(
    private readonly table: CallTable,
    private readonly duration: number,
  ) {}

  enter(index: number, node: TreeNode): void {
    const self = microseconds(node.selfMs);
    this.left.push(self);
    if (self === 0) return;
    for (const key of partKeys(node)) {
      const pool = this.pools.get(key) ?? new NodePool(this.table, this.left);
      pool.add(index);
      this.pools.set(key, pool);
    }
  }

  /**
   * Joined entries of the two lanes begin together, although their times alternate. The later one follows the other.
   *
   * @returns the work of each step
   */
  *place({ type, start, length, keys }: TimedPart): Generator<number, void> {
    this.run(0, 'unexplained', Math.min(start, this.duration));
    const end = Math.min(this.reached + length, this.duration);
    const pool = keys.map(key => this.pools.get(key)).find(each => each !== undefined);
    while (this.reached < end) {
      const begin = this.reached;
      const turn = pool?.turnAt(begin);
      if (turn === undefined) this.run(this.nodeOfRest(end - begin, type), type, end);
      else {
        this.run(turn.node, type, Math.min(end, begin + Math.max(1, turn.most)));
        turn.budget.use(turn.node, this.reached - begin);
      }
      yield 8;
    }
  }

  /** Rounded times of the tree add up to a little less than the timeline: that is no reason for a run of its own. */
  private nodeOfRest(length: number, type: TreeNode['type']): number {
    const last = this.runs.at(-1);
    return length <= ROUNDING && last?.type === type ? last.node : 0;
  }

  finish(): Run[] {
    this.run(0, 'unexplained', this.duration);
    return this.runs;
  }

  private run(node: number, type: TreeNode['type'], end: number): void {
    if (end <= this.reached) return;
    const last = this.runs.at(-1);
    if (last?.node === node && last.type === type) last.end = end;
    else this.runs.push({ node, type, start: this.reached, end });
    this.reached = end;
  }
}
