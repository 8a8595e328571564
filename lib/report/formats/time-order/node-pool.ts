import type { CallTable } from './call-table.js';
import { Standing, TimeBudget } from './time-budget.js';

/** A node of the tree that runs now, and the time for which it can. @internal */
export interface Turn {
  readonly node: number;
  /** Microseconds. */
  readonly most: number;
  readonly budget: TimeBudget;
}

/**
 * Nodes of the tree that share intervals of the timeline, such as all functions.
 *
 * At each instant, the group whose spans end first has its turn. It is the innermost one, and the spans around it can still
 * run afterwards. Without an open group that has time left, the one that is closest to the instant has it.
 *
 * @internal
 */
export class NodePool {
  private readonly budgets = new Map<number, TimeBudget>();

  constructor(
    private readonly table: CallTable,
    private readonly left: number[],
  ) {}

  add(node: number): void {
    const group = this.table.groups[node];
    if (group === undefined) return;
    let budget = this.budgets.get(group.number);
    if (budget === undefined) {
      budget = new TimeBudget(group, this.left);
      this.budgets.set(group.number, budget);
    }
    budget.add(node);
  }

  /**
   * @param at microseconds from the start of the execution; never less than before
   * @returns `undefined` when no node has time left
   */
  turnAt(at: number): Turn | undefined {
    let best: TimeBudget | undefined;
    let standing: Standing = Standing.ahead;
    let next = Infinity;
    for (const budget of this.budgets.values()) {
      if (budget.node === undefined) continue;
      const its = budget.standingAt(at);
      if (its !== Standing.over) next = Math.min(next, budget.change);
      if (best === undefined || its < standing || (its === standing && isBefore(budget, best))) {
        best = budget;
        standing = its;
      }
    }
    if (best?.node === undefined) return undefined;
    return { node: best.node, most: Math.min(best.most(standing), next - at), budget: best };
  }
}

function isBefore(a: TimeBudget, b: TimeBudget): boolean {
  return a.change < b.change || (a.change === b.change && a.group.depth > b.group.depth);
}
