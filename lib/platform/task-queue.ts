/** Why a task never ran. @internal */
export type Dropped = 'queue-full' | 'queue-bytes' | 'shutdown';

/** What a task that never ran resolves to. @internal */
export class DroppedTask {
  constructor(readonly reason: Dropped) {}
}

interface Waiting {
  /** What it holds in memory now: it may grow while it waits. */
  bytes(): number;
  start(): void;
  drop(reason: Dropped): void;
}

/**
 * Runs so many tasks at once and lets so many wait, and of those so many bytes; one more, and the one that has waited
 * longest is dropped: the newest tell most about what is going on now.
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

  /** Settles as the task does, or resolves to a `DroppedTask` when it never ran. */
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

  /** Drops all that wait, and all that come. What runs is left to end. */
  close(): void {
    this.closed = true;
    for (const task of this.waiting.splice(0)) task.drop('shutdown');
  }

  /** The newest is kept, however large it is. */
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

/** Async, so that a task that throws at once rejects. */
async function attempt<T>(task: () => Promise<T>): Promise<T> {
  return task();
}

function nothing(): number {
  return 0;
}
