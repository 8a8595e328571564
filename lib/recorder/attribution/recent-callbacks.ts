/** A turn of a busy loop has fewer; ids that have these bits in common share a place for two. */
const MASK = 255;
const CAPACITY = 2 * (MASK + 1);

/**
 * The callbacks that ran last, by the async id of their scope. An immediate's trigger is the id of the scope that queued
 * it: so each goes on for the right one of all connections that became ready at once. One whose origin was pushed out
 * is a cause of its own.
 *
 * Asked for every immediate of the process, mostly in vain: a map, or a list to search, would cost ten times as much.
 *
 * @internal
 */
export class RecentCallbacks {
  private readonly ids = new Float64Array(CAPACITY);
  private readonly tasks = new Array<object | undefined>(CAPACITY).fill(undefined);
  private readonly uncertain = new Uint8Array(CAPACITY);

  /** @param task the async resource that woke the loop for it */
  add(id: number, task: object, isUncertain: boolean): void {
    const { ids, tasks, uncertain } = this;
    const at = 2 * (id & MASK);
    const before = ids[at] ?? 0;
    if (before !== id) {
      ids[at + 1] = before;
      tasks[at + 1] = tasks[at];
      uncertain[at + 1] = uncertain[at] ?? 0;
      ids[at] = id;
    }
    tasks[at] = task;
    uncertain[at] = isUncertain ? 1 : 0;
  }

  /** The place of this scope, or -1. */
  find(id: number): number {
    // A continuation queued it, on a version of Node where promises have no ids.
    if (id === 0) return -1;
    const at = 2 * (id & MASK);
    if (this.ids[at] === id) return at;
    return this.ids[at + 1] === id ? at + 1 : -1;
  }

  taskAt(place: number): object | undefined {
    return this.tasks[place];
  }

  isUncertainAt(place: number): boolean {
    return this.uncertain[place] === 1;
  }

  clear(): void {
    this.ids.fill(0);
    this.tasks.fill(undefined);
  }
}
