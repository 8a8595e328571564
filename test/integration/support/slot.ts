import { AsyncResource } from 'node:async_hooks';

/** Its queued callers get their turn in the middle of the one that gives the slot back, as Node's documentation asks. */
export class Slot {
  isTaken = false;
  private readonly queue: (() => void)[] = [];

  get isAwaited(): boolean {
    return this.queue.length > 0;
  }

  take(use: () => void): void {
    if (this.isTaken) this.queue.push(new Turn().bind(use));
    else {
      this.isTaken = true;
      use();
    }
  }

  give(): void {
    const next = this.queue.shift();
    this.isTaken = next !== undefined;
    next?.();
  }
}

class Turn extends AsyncResource {
  constructor() {
    super('Turn');
  }
}
