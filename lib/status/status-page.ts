import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { clock, wallClock } from '../platform/clock.js';
import type { ActiveExecution } from '../model/active-execution.interface.js';
import type { EndpointStats } from '../model/performance-stats.interface.js';
import type { MonotonicMs } from '../model/execution.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import { spanStorage } from '../tracing/execution-context.js';
import { FormCheck } from './form-check.js';
import { hasRoutes } from './has-routes.js';
import { StatusHistory } from './status-history.js';
import { STATUS_SOURCE, type StatusSource } from './status-source.interface.js';
import { statusPage } from './status-view.js';

/** A person's test reaches all channels: each may be a phone at night. */
const BETWEEN_TESTS_MS = 60_000;
/** Its three routes, on each of a few hosts. */
const MAX_OWN = 50;

/**
 * The page of this process, and its form.
 *
 * @internal
 */
@Injectable()
export class StatusPage implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly form = new FormCheck();
  private readonly history: StatusHistory;
  private tested: { readonly at: number; result: NotifierTestResult | undefined } | undefined;
  private testedAt: MonotonicMs | undefined;
  /** The names of the page's own executions: they have the application's prefix. */
  private readonly own = new Set<string>();

  constructor(
    @Inject(STATUS_SOURCE) private readonly source: StatusSource,
    private readonly host: HttpAdapterHost,
  ) {
    this.history = new StatusHistory(() => this.endpoints());
  }

  onApplicationBootstrap(): void {
    // A worker that imports the module of the web application has no page.
    if (!hasRoutes(this.host)) return;
    this.source.keepAlerts();
    this.history.start();
  }

  onApplicationShutdown(): void {
    this.history.stop();
  }

  /** The present request is one of the page. */
  entered(): void {
    const name = spanStorage.getStore()?.execution.currentName;
    if (name !== undefined && this.own.size < MAX_OWN) this.own.add(name);
  }

  /** @param base for relative links: the last part of the page's own path */
  render(base: string): string {
    const { source, form, tested, history } = this;
    const historyOf = history.of.bind(history);
    const now = wallClock();
    const [active, endpoints] = [this.active(), this.endpoints()];
    return statusPage(source, { base, token: form.token, now, tested, active, endpoints, historyOf });
  }

  report(id: string): Uint8Array | undefined {
    return this.source.report(id);
  }

  /** @returns false within a minute of the test before */
  async test(): Promise<boolean> {
    const now = clock();
    if (this.testedAt !== undefined && now - this.testedAt < BETWEEN_TESTS_MS) return false;
    this.testedAt = now;
    const tested = (this.tested = { at: wallClock(), result: undefined as NotifierTestResult | undefined });
    tested.result = await this.source.testNotifiers();
    return true;
  }

  /** Without those of the page: their count would only show how often it was loaded. */
  private endpoints(): readonly EndpointStats[] {
    return this.source.stats().endpoints.filter(({ name }) => !this.own.has(name));
  }

  /** Without this load of the page. */
  private active(): readonly ActiveExecution[] {
    return this.source.active().filter(({ name }) => !this.own.has(name));
  }
}
