/** What a task that never ran resolves to. @internal */
export const DROPPED = Symbol('dropped');

interface Waiting {
  start(): void;
  drop(): void;
}

/**
 * Runs so many tasks at once and lets so many wait; one more, and the one that has waited longest is dropped: the
 * newest tell most about what is going on now.
 *
 * @internal
 */
export class TaskQueue {
  private readonly waiting: Waiting[] = [];
  private running = 0;
  private closed = false;

  constructor(
    private readonly concurrency: number,
    private readonly capacity: number,
  ) {}

  /** Settles as the task does, or resolves to `DROPPED` when it never ran. */
  run<T>(task: () => Promise<T>): Promise<T | typeof DROPPED> {
    return new Promise((resolve, reject) => {
      if (this.closed) return resolve(DROPPED);
      this.waiting.push({
        start: () =>
          void attempt(task)
            .then(resolve, reject)
            .then(() => this.ended()),
        drop: () => resolve(DROPPED),
      });
      this.startNext();
      if (this.waiting.length > this.capacity) this.waiting.shift()?.drop();
    });
  }

  /** Drops all that wait, and all that come. What runs is left to end. */
  close(): void {
    this.closed = true;
    for (const task of this.waiting.splice(0)) task.drop();
  }

  private ended(): void {
    this.running -= 1;
    this.startNext();
  }

  private startNext(): void {
    if (this.running >= this.concurrency) return;
    const next = this.waiting.shift();
    if (!next) return;
    this.running += 1;
    next.start();
  }
}

/** Async, so that a task that throws at once rejects. */
async function attempt<T>(task: () => Promise<T>): Promise<T> {
  return task();
}
