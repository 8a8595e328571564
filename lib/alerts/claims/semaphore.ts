/**
 * Limits how many tasks run at the same time. The others wait in order, without a limit: the caller bounds their number.
 *
 * @internal
 */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];
  private readonly urgent: (() => void)[] = [];
  private running = 0;

  constructor(private readonly concurrency: number) {}

  /** Settles as the task does. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.runFrom(this.waiting, task);
  }

  /** Like `run`, but starts before all tasks that wait in `run`. */
  runFirst<T>(task: () => Promise<T>): Promise<T> {
    return this.runFrom(this.urgent, task);
  }

  private async runFrom<T>(queue: (() => void)[], task: () => Promise<T>): Promise<T> {
    if (this.running < this.concurrency) this.running += 1;
    else await new Promise<void>(resolve => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.urgent.shift() ?? this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
