import { setTimeout, clearTimeout } from '../platform/host-timers.js';
import type { Delivery } from '../model/delivery.interface.js';
import { deliveryFaultOf } from '../model/delivery.error.js';
import type { Notifier } from '../model/notifier.interface.js';
import { errorText } from '../privacy/error-text.js';
import type { Alert } from '../model/alert.interface.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { RaisedAlert } from './raised-alert.js';
import { DroppedTask, TaskQueue } from '../platform/task-queue.js';

const CONCURRENCY = 2;

/** What may wait for one notifier: reports that were drawn already count with their whole length. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Deliveries that were given up and still have not ended: each may hold its alert in memory. */
const MAX_ABANDONED = 10;

/** A notifier that was told to stop has so long to say whether the alert has arrived. */
const LAST_WORD_MS = 100;

const LIMITS = { failures: 5, firstPauseMs: 5_000, longestPauseMs: 300_000 };

/** @internal */
export interface LaneLimits {
  readonly queueSize: number;
  readonly timeoutMs: number;
}

type Result = Omit<Delivery, 'notifier'>;

/**
 * The way to one notifier. Each has its own queue and its own circuit breaker, so that one that is slow, hangs or fails
 * holds up no other.
 *
 * @internal
 */
export class DeliveryLane {
  private readonly queue: TaskQueue;
  private readonly breaker = new CircuitBreaker(LIMITS);
  private readonly running = new Set<AbortController>();
  private readonly abandoned = { alerts: 0, tests: 0 };
  private closed = false;

  constructor(
    private readonly notifier: Notifier,
    readonly name: string,
    private readonly limits: () => LaneLimits,
  ) {
    this.queue = new TaskQueue(CONCURRENCY, limits().queueSize, MAX_BYTES);
  }

  /** False while the notifier is left alone, because it has failed again and again. */
  get isReady(): boolean {
    return this.breaker.isReady;
  }

  /**
   * Never rejects, and always settles: at the latest with the timeouts of all that wait before it. A test alert waits
   * for none, and takes the place of none.
   *
   * @param admit asked right before the notifier is called; false when another process has sent the alert meanwhile
   */
  async deliver(alert: Alert, admit: () => Promise<boolean> = always): Promise<Delivery> {
    if (alert.test) return { notifier: this.name, ...(await this.test(alert)) };
    const result = await this.queue.run(
      () => this.attempt(alert, admit),
      () => (alert instanceof RaisedAlert ? alert.bytes : 0),
    );
    return result instanceof DroppedTask
      ? { notifier: this.name, outcome: 'dropped', reason: result.reason }
      : { notifier: this.name, ...result };
  }

  /** Drops what waits and gives up what runs. */
  close(): void {
    this.closed = true;
    this.queue.close();
    for (const controller of this.running) controller.abort(new ShutdownError('the application is shutting down'));
  }

  /** It is there to find out what is wrong, so that the breaker does not keep it away, and learns nothing bad of it. */
  private async test(alert: Alert): Promise<Result> {
    if (this.closed) return { outcome: 'dropped', reason: 'shutdown' };
    const { alerts, tests } = this.abandoned;
    const result = await (alerts + tests >= MAX_ABANDONED ? stuck(alerts + tests) : this.call(alert));
    if (result.outcome === 'delivered') this.breaker.succeeded();
    return result;
  }

  private async attempt(alert: Alert, admit: () => Promise<boolean>): Promise<Result> {
    if (!this.breaker.enter()) return { outcome: 'dropped', reason: 'circuit-open' };
    const result = await this.admitted(alert, admit);
    if (result.outcome === 'delivered') this.breaker.succeeded();
    else if (result.outcome === 'dropped' || result.reason === 'shutdown') this.breaker.left();
    else this.breaker.failed();
    return result;
  }

  private async admitted(alert: Alert, admit: () => Promise<boolean>): Promise<Result> {
    if (this.abandoned.alerts >= MAX_ABANDONED) return stuck(this.abandoned.alerts);
    if (!(await admit())) return { outcome: 'dropped', reason: 'claim-lost' };
    return this.call(alert);
  }

  private async call(alert: Alert): Promise<Result> {
    const { timeoutMs } = this.limits();
    const controller = new AbortController();
    const { signal } = controller;
    const giveUp = (): void => controller.abort(new Error(`gave up after ${timeoutMs} ms`));
    const timer = setTimeout(giveUp, timeoutMs).unref();
    this.running.add(controller);
    const delivery = this.notify(alert, signal);
    try {
      await Promise.race([delivery, overAfter(signal)]);
      return { outcome: 'delivered' };
    } catch (error) {
      if (signal.aborted) this.abandon(delivery, alert.test ? 'tests' : 'alerts');
      return failureOf(error, signal);
    } finally {
      clearTimeout(timer);
      this.running.delete(controller);
    }
  }

  /** Async, so that whatever `notify` throws or returns becomes a promise of ours. */
  private async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    await this.notifier.notify(alert, signal);
  }

  private abandon(delivery: Promise<void>, kind: 'alerts' | 'tests'): void {
    this.abandoned[kind] += 1;
    const ended = (): void => {
      this.abandoned[kind] -= 1;
    };
    delivery.then(ended, ended);
  }
}

class ShutdownError extends Error {}

function stuck(abandoned: number): Result {
  return { outcome: 'failed', reason: 'error', error: `${abandoned} earlier deliveries have still not ended` };
}

function failureOf(error: unknown, signal: AbortSignal): Result {
  const { ambiguous = signal.aborted, permanent } = deliveryFaultOf(error);
  const reason = signal.aborted ? (signal.reason instanceof ShutdownError ? 'shutdown' : 'timeout') : undefined;
  const text = errorText(signal.aborted ? signal.reason : error);
  if (ambiguous) return { outcome: 'ambiguous', reason: reason ?? 'ambiguous-error', error: text };
  return { outcome: 'failed', reason: reason ?? (permanent ? 'permanent-error' : 'error'), error: text };
}

/** Rejects with the signal's reason a little after it is aborted, or was already: the notifier may say what became of it. */
function overAfter(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const over = (): void => void setTimeout(reject, LAST_WORD_MS, signal.reason).unref();
    if (signal.aborted) over();
    else signal.addEventListener('abort', over, { once: true });
  });
}

async function always(): Promise<boolean> {
  return true;
}
