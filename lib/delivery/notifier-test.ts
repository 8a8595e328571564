import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Delivery } from '../model/delivery.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import { LiveOptions } from '../options/live-options.js';
import { Redactor } from '../privacy/redactor.js';
import { ReportRenderer } from '../report/report-renderer.js';
import { Dispatcher } from './dispatcher.js';
import { TestAlert } from './test-alert.js';

const NOT_CALLED = 'it was not called: the application is shutting down';

/**
 * Sends a test alert through every notifier.
 *
 * @internal
 */
@Injectable()
export class NotifierTest {
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private running: Promise<NotifierTestResult> | undefined;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly renderer: ReportRenderer,
    private readonly live: LiveOptions,
    private readonly redactor: Redactor,
  ) {}

  /**
   * Bypasses the claims and the queues: a test neither uses up the window of an alert nor waits for one. Concurrent
   * calls share one test. Never rejects.
   */
  run(): Promise<NotifierTestResult> {
    this.running ??= this.runOnce().finally(() => (this.running = undefined));
    return this.running;
  }

  private async runOnce(): Promise<NotifierTestResult> {
    const alert = new TestAlert(this.live.current.thresholdMs, this.renderer);
    const deliveries = await this.ownContext.runInAsyncScope(() => this.dispatcher.dispatch(alert));
    const results = Object.fromEntries(deliveries.map(delivery => [delivery.notifier, this.resultOf(delivery)]));
    return { success: deliveries.length > 0 && deliveries.every(({ outcome }) => outcome === 'delivered'), results };
  }

  private resultOf({ outcome, error }: Delivery): NotifierTestResult['results'][string] {
    if (outcome === 'delivered') return { ok: true };
    return { ok: false, error: error === undefined ? NOT_CALLED : this.redactor.text(error) };
  }
}
