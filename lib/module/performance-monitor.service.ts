import { Inject, Injectable } from '@nestjs/common';
import type { ActiveExecution } from '../model/active-execution.interface.js';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import { spanStorage } from '../tracing/execution-context.js';
import { NamedSites } from '../tracing/named-sites.js';
import type { Callable } from '../tracing/callable.js';
import type { MonitorParts } from './monitor-parts.js';
import { parseDuration } from '../options/parse-duration.js';
import type { EffectiveOptions } from '../options/effective-options.js';
import type { Duration, ExecutionPattern } from '../options/option-values.interface.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { PrimaryImport } from './primary-import.js';
import type { PerformanceStats } from '../model/performance-stats.interface.js';

/**
 * The application's handle on the monitor. The module is global: inject it anywhere.
 *
 * @example
 * constructor(private readonly monitor: PerformanceMonitorService) {}
 *
 * @publicApi
 */
@Injectable()
export class PerformanceMonitorService {
  private readonly sites = new NamedSites();
  private hasWarnedOfClose = false;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly primary: PrimaryImport,
    private readonly logger: MonitorLogger,
  ) {}

  private get parts(): MonitorParts {
    return this.primary.parts;
  }

  /** The counts of this process since its start, or since the last `resetStats()`. */
  getStats(): PerformanceStats {
    const { stats, redactor, libraries } = this.parts;
    const snapshot = stats.snapshot();
    // A name given to `profile()` may contain user data.
    const endpoints = snapshot.endpoints.map(each => ({ ...each, name: redactor.text(each.name) }));
    return { ...snapshot, endpoints, libraries: libraries.found() };
  }

  /** Resets the counts to zero. The overhead and the counts of the next digest are unchanged. */
  resetStats(): void {
    this.parts.stats.reset();
  }

  /**
   * Watches again after `disable()`. Does nothing when the option `enabled` is false, and logs a warning when the
   * application has closed.
   */
  enable(): void {
    if (!this.options.enabled) return;
    if (this.primary.isClosed) {
      if (!this.hasWarnedOfClose)
        this.logger.warn('enable() was called after the application had closed: nothing is watched');
      this.hasWarnedOfClose = true;
      return;
    }
    try {
      this.parts.tracer.start();
    } catch (error) {
      this.logger.failure('The monitor could not be enabled, and watches nothing', error);
    }
  }

  /** Stops watching: no spans, no alerts, and after five seconds no samples. Pending alerts are still delivered. */
  disable(): void {
    this.parts.tracer.stop();
  }

  /** True while executions are watched: at the earliest when the application has started, at most until it closes. */
  isEnabled(): boolean {
    return this.parts.tracer.isActive;
  }

  /**
   * The share of the last ten seconds in which the event loop was busy: 0 is always asleep, 1 never.
   *
   * Use it to shed load or to scale. In a sampled process Node's own `performance.eventLoopUtilization()` is far too high,
   * above all while the process is idle.
   *
   * @example
   * if (monitor.eventLoopUtilization().utilization > 0.9) throw new ServiceUnavailableException();
   */
  eventLoopUtilization(): { utilization: number } {
    return { utilization: this.parts.recorder.loopUtilization() };
  }

  /** The executions that run now, oldest first, at most 200. They show what hangs, in a console or a health check. */
  active(): ActiveExecution[] {
    return this.parts.active.list();
  }

  /**
   * Changes options of the running application: those that the table in `docs/settings.md` marks. The next execution
   * follows them. An invalid patch changes nothing. Options that the patch does not name are unchanged.
   *
   * @throws PerformanceMonitorConfigError with a list of all faults, and of all options that cannot be changed
   * @example
   * monitor.updateOptions({ threshold: '500ms', capture: { body: true } })
   */
  updateOptions(patch: PerformanceMonitorOptions): void {
    this.parts.settings.update(patch);
  }

  /**
   * All options by their paths, each with its value and the source of the value. Secrets are masked.
   *
   * @example
   * monitor.getEffectiveOptions()['threshold'] // { value: 800, source: 'WPM_THRESHOLD_SECONDS' }
   */
  getEffectiveOptions(): EffectiveOptions {
    return this.parts.settings.effective();
  }

  /**
   * Adds a pattern to `exclude`: from the next execution on, matching executions are only counted.
   *
   * @returns false when it is there already
   * @throws PerformanceMonitorConfigError when the pattern is invalid, or there are too many
   */
  addExclusion(pattern: ExecutionPattern): boolean {
    return this.parts.settings.addExclusion(pattern);
  }

  /**
   * Removes a pattern from `exclude`, also one that options or the environment have set. A string and a regular expression
   * are two patterns, even with the same text.
   *
   * @returns false when the pattern is not there
   */
  removeExclusion(pattern: ExecutionPattern): boolean {
    return this.parts.settings.removeExclusion(pattern);
  }

  /**
   * Runs `fn` as a method with `@Profile()`: inside a watched execution it is a span, outside an execution of its own.
   *
   * @param name its name in reports: a constant without user data
   * @param options `threshold`: it is slow from this duration on when it runs outside; by default the option `threshold`
   * @returns the value that `fn` returns, the same object; an error of `fn` passes through
   * @throws TypeError when `threshold` is no duration
   * @example
   * const rows = await monitor.profile('load rows', () => this.load(), { threshold: '2s' })
   */
  profile<T>(name: string, fn: () => T, options: { threshold?: Duration } = {}): T {
    const { threshold } = options;
    const thresholdMs =
      threshold === undefined ? undefined : durationOf(threshold, `profile('${name}'): threshold`, '1.5s');
    const site = this.sites.of(name, thresholdMs);
    const parent = spanStorage.getStore();
    const result =
      parent !== undefined && !parent.execution.finished
        ? parent.execution.tracer.callInSpan(parent, site, fn as Callable, undefined, [])
        : this.parts.tracer.callAsExecution('function', site, thresholdMs, fn as Callable, undefined, []);
    return result as T;
  }

  /**
   * Waits for the alerts that are pending now, not for those that are raised meanwhile. For the end of a script or a test.
   *
   * @param timeout the longest wait; by default the option `delivery.timeout`
   * @returns true when every pending alert was delivered, false when one was not, or the time is over
   * @throws TypeError (a rejection) when `timeout` is no duration
   * @example
   * if (!(await monitor.flush('5s'))) console.warn('not every alert was delivered');
   */
  async flush(timeout: Duration = this.options.delivery.timeoutMs): Promise<boolean> {
    return this.parts.pipeline.flush(durationOf(timeout, 'flush():', '5s'));
  }

  /**
   * Sends a test alert (`alert.test` is true) through every notifier, without any dedupe. Waits for all of them, at most as
   * long as the option `delivery.timeout`.
   *
   * @returns the result of each notifier; a failure has advice. Never rejects.
   * @example
   * const { success, results } = await monitor.testNotifiers();
   * if (!success) console.error(results); // { mattermost: { ok: false, error: '… the token is wrong or revoked …' } }
   */
  testNotifiers(): Promise<NotifierTestResult> {
    this.parts.customNotifiers.add();
    return this.parts.notifierTest.run();
  }
}

/** @throws TypeError when the text is no duration */
function durationOf(value: Duration, subject: string, example: string): number {
  const ms = parseDuration(value);
  if (ms !== undefined) return ms;
  throw new TypeError(`${subject} '${value}' is not a duration; give milliseconds or a string like '${example}'`);
}
