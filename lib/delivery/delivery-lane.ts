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

/** The limit of the alerts that wait for one notifier, rendered reports included. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Aborted deliveries that have not ended: each may keep its alert in memory. */
const MAX_ABANDONED = 10;

/** After an abort, a notifier has this time to report that the alert has arrived, or has not. */
const ABORT_GRACE_MS = 100;

const LIMITS = { failures: 5, firstPauseMs: 5_000, longestPauseMs: 300_000 };

/** @internal */
export interface LaneLimits {
  readonly queueSize: number;
  readonly timeoutMs: number;
}

type Result = Omit<Delivery, 'notifier'>;

/**
 * The deliveries to one notifier. Each notifier has its own queue and circuit breaker, so that one that is slow, hangs or
 * fails does not delay the others.
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

  /** False while the circuit is open, because the notifier has failed repeatedly. */
  get isReady(): boolean {
    return this.breaker.isReady;
  }

  /**
   * Never rejects, and always settles: at the latest after the timeouts of all deliveries before it. A test alert bypasses
   * the queue.
   *
   * @param admit called right before the notifier; resolves to false when another process has sent the alert
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

  /** Drops the deliveries that wait and aborts those that run. */
  close(): void {
    this.closed = true;
    this.queue.close();
    for (const controller of this.running) controller.abort(new ShutdownError('the application is shutting down'));
  }

  /** Ignores the circuit breaker, because a test is for a failing notifier; a failed test does not open the circuit. */
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
    else if (result.outcome === 'dropped' || result.reason === 'shutdown') this.breaker.cancelled();
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
    const abort = (): void => controller.abort(new Error(`gave up after ${timeoutMs} ms`));
    const timer = setTimeout(abort, timeoutMs).unref();
    this.running.add(controller);
    const delivery = this.notify(alert, signal);
    try {
      await Promise.race([delivery, abortOf(signal)]);
      return { outcome: 'delivered' };
    } catch (error) {
      if (signal.aborted) this.abandon(delivery, alert.test ? 'tests' : 'alerts');
      return failureOf(error, signal);
    } finally {
      clearTimeout(timer);
      this.running.delete(controller);
    }
  }

  /** Async: a synchronous error becomes a rejection, and any returned value a promise. */
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
  return { outcome: 'failed', reason: 'error', error: `${abandoned} earlier deliveries have not ended` };
}

function failureOf(error: unknown, signal: AbortSignal): Result {
  const { ambiguous = signal.aborted, permanent } = deliveryFaultOf(error);
  const reason = signal.aborted ? (signal.reason instanceof ShutdownError ? 'shutdown' : 'timeout') : undefined;
  const text = errorText(signal.aborted ? signal.reason : error);
  if (ambiguous) return { outcome: 'ambiguous', reason: reason ?? 'ambiguous-error', error: text };
  return { outcome: 'failed', reason: reason ?? (permanent ? 'permanent-error' : 'error'), error: text };
}

/** Rejects with the signal's reason 100 ms after the abort: the notifier may still report the result. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const rejectSoon = (): void => void setTimeout(reject, ABORT_GRACE_MS, signal.reason).unref();
    if (signal.aborted) rejectSoon();
    else signal.addEventListener('abort', rejectSoon, { once: true });
  });
}

async function always(): Promise<boolean> {
  return true;
}
