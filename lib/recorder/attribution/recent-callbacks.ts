/** A turn of a busy loop has fewer callbacks. Two ids that share these bits have a place each. */
const MASK = 255;
const CAPACITY = 2 * (MASK + 1);

/**
 * The last callbacks, by the async id of their scope. An immediate's trigger is the id of the scope that queued it. This
 * finds its connection among all that became ready at once. An immediate whose scope was overwritten is a task of its own.
 *
 * Searched for every immediate of the process, mostly without a result: a map or a list would cost ten times as much.
 *
 * @internal
 */
export class RecentCallbacks {
  private readonly ids = new Float64Array(CAPACITY);
  private readonly tasks = new Array<object | undefined>(CAPACITY).fill(undefined);
  private readonly shared = new Uint8Array(CAPACITY);

  /** @param task the async resource that woke the loop for this callback */
  add(id: number, task: object, isShared: boolean): void {
    const { ids, tasks, shared } = this;
    const at = 2 * (id & MASK);
    const before = ids[at] ?? 0;
    if (before !== id) {
      ids[at + 1] = before;
      tasks[at + 1] = tasks[at];
      shared[at + 1] = shared[at] ?? 0;
      ids[at] = id;
    }
    tasks[at] = task;
    shared[at] = isShared ? 1 : 0;
  }

  /** The place of this scope, or -1. */
  find(id: number): number {
    // A continuation queued the immediate, on a version of Node where promises have no ids.
    if (id === 0) return -1;
    const at = 2 * (id & MASK);
    if (this.ids[at] === id) return at;
    return this.ids[at + 1] === id ? at + 1 : -1;
  }

  taskAt(place: number): object | undefined {
    return this.tasks[place];
  }

  isSharedAt(place: number): boolean {
    return this.shared[place] === 1;
  }

  clear(): void {
    this.ids.fill(0);
    this.tasks.fill(undefined);
  }
}
