import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { CustomNotifiers } from '../notifiers/custom/custom-notifiers.js';
import { LiveOptions } from '../options/live-options.js';
import { Redactor } from '../privacy/redactor.js';
import { ReportRenderer } from '../report/report-renderer.js';
import { Dispatcher } from './dispatcher.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import { TestAlert } from './test-alert.js';

/**
 * Tries the notifiers out.
 *
 * @internal
 */
@Injectable()
export class NotifierTest {
  private readonly ownContext = new AsyncResource('PerformanceMonitor');
  private running: Promise<NotifierTestResult> | undefined;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly custom: CustomNotifiers,
    private readonly renderer: ReportRenderer,
    private readonly live: LiveOptions,
    private readonly redactor: Redactor,
  ) {}

  /**
   * Past the claims and the queues: a test must not take the turn of an alert, nor wait for its own. Whoever asks while
   * one is under way is told what becomes of that. Never rejects.
   */
  run(): Promise<NotifierTestResult> {
    this.running ??= this.runOnce().finally(() => (this.running = undefined));
    return this.running;
  }

  private async runOnce(): Promise<NotifierTestResult> {
    this.custom.add();
    const alert = new TestAlert(this.live.current.thresholdMs, this.renderer);
    const deliveries = await this.ownContext.runInAsyncScope(() => this.dispatcher.dispatch(alert));
    const results = Object.fromEntries(
      deliveries.map(({ notifier, outcome, error }) => [
        notifier,
        outcome === 'delivered'
          ? { ok: true }
          : {
              ok: false,
              error:
                error === undefined ? 'it was not called: the application is shutting down' : this.redactor.text(error),
            },
      ]),
    );
    return { success: deliveries.length > 0 && deliveries.every(({ outcome }) => outcome === 'delivered'), results };
  }
}
