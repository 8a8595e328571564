import type { Delivery } from '../notifiers/delivery.interface.js';
import type { Notifier } from '../notifiers/notifier.interface.js';
import type { Alert } from './alert.interface.js';
import { errorText } from '../privacy/error-text.js';
import { DROPPED, TaskQueue } from './task-queue.js';

const CONCURRENCY = 2;

/** Deliveries that were given up and still have not ended: each may hold its alert in memory. */
const MAX_ABANDONED = 10;

/**
 * The way to one notifier. Each has its own queue, so that one that is slow or hangs holds up no other.
 *
 * @internal
 */
export class DeliveryLane {
  private readonly queue: TaskQueue;
  private readonly running = new Set<AbortController>();
  private abandoned = 0;

  constructor(
    private readonly notifier: Notifier,
    readonly name: string,
    queueSize: number,
    private readonly timeoutMs: number,
  ) {
    this.queue = new TaskQueue(CONCURRENCY, queueSize);
  }

  /** Never rejects, and always settles: at the latest with the timeouts of all that wait before it. */
  async deliver(alert: Alert): Promise<Delivery> {
    try {
      const outcome = await this.queue.run(() => this.attempt(alert));
      return { notifier: this.name, outcome: outcome === DROPPED ? 'dropped' : 'delivered' };
    } catch (error) {
      return { notifier: this.name, outcome: 'failed', error: errorText(error) };
    }
  }

  /** Drops what waits and gives up what runs. */
  close(): void {
    this.queue.close();
    for (const controller of this.running) controller.abort(new Error('the application is shutting down'));
  }

  private async attempt(alert: Alert): Promise<void> {
    if (this.abandoned >= MAX_ABANDONED) throw new Error(`${this.abandoned} earlier deliveries have still not ended`);
    const controller = new AbortController();
    const giveUp = (): void => controller.abort(new Error(`gave up after ${this.timeoutMs} ms`));
    const timer = setTimeout(giveUp, this.timeoutMs).unref();
    this.running.add(controller);
    const delivery = this.notify(alert, controller.signal);
    try {
      await Promise.race([delivery, aborted(controller.signal)]);
    } finally {
      clearTimeout(timer);
      this.running.delete(controller);
      if (controller.signal.aborted) this.abandon(delivery);
    }
  }

  /** Async, so that whatever `notify` throws or returns becomes a promise of ours. */
  private async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    await this.notifier.notify(alert, signal);
  }

  private abandon(delivery: Promise<void>): void {
    this.abandoned += 1;
    const ended = (): void => {
      this.abandoned -= 1;
    };
    delivery.then(ended, ended);
  }
}

/** Rejects with the signal's reason when it is aborted, or was already. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
