/** The reason why a task never ran. @internal */
export type Dropped = 'queue-full' | 'queue-bytes' | 'shutdown';

/** The result of a task that never ran. @internal */
export class DroppedTask {
  constructor(readonly reason: Dropped) {}
}

interface Waiting {
  /** Its memory now. It may grow while the task waits. */
  bytes(): number;
  start(): void;
  drop(reason: Dropped): void;
}

/**
 * Runs at most `concurrency` tasks at once. At most `capacity` tasks of `maxBytes` together wait. Beyond that, the task that
 * has waited longest is dropped: the newest ones describe the current state best.
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
    private readonly maxBytes = Infinity,
  ) {}

  /** Settles like the task, or resolves to a `DroppedTask` when the task never ran. */
  run<T>(task: () => Promise<T>, bytes: () => number = nothing): Promise<T | DroppedTask> {
    return new Promise((resolve, reject) => {
      if (this.closed) return resolve(new DroppedTask('shutdown'));
      this.waiting.push({
        bytes,
        start: () =>
          void attempt(task)
            .then(resolve, reject)
            .then(() => this.ended()),
        drop: reason => resolve(new DroppedTask(reason)),
      });
      this.startNext();
      if (this.waiting.length > this.capacity) this.waiting.shift()?.drop('queue-full');
      this.keepWithinBytes();
    });
  }

  /** Drops all waiting and all later tasks. Running tasks may finish. */
  close(): void {
    this.closed = true;
    for (const task of this.waiting.splice(0)) task.drop('shutdown');
  }

  /** Keeps the newest task, whatever its size. */
  private keepWithinBytes(): void {
    if (this.maxBytes === Infinity) return;
    let bytes = this.waiting.reduce((sum, task) => sum + task.bytes(), 0);
    while (bytes > this.maxBytes && this.waiting.length > 1) {
      const oldest = this.waiting.shift();
      bytes -= oldest?.bytes() ?? 0;
      oldest?.drop('queue-bytes');
    }
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

/** Async, so a task that throws synchronously becomes a rejection. */
async function attempt<T>(task: () => Promise<T>): Promise<T> {
  return task();
}

function nothing(): number {
  return 0;
}
