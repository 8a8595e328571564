import { Inject, Injectable } from '@nestjs/common';
import type { NotifierTestResult } from '../model/notifier-test.interface.js';
import { spanStorage } from '../tracing/execution-context.js';
import { NamedSites } from '../tracing/named-sites.js';
import type { Callable } from '../tracing/callable.js';
import type { MonitorParts } from './monitor-parts.js';
import { parseDuration } from '../options/duration.js';
import type { EffectiveOptions } from '../options/effective-options.js';
import type { Duration, ExecutionPattern } from '../options/option-values.interface.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { PrimaryImport } from './primary-import.js';
import type { PerformanceStats } from '../model/performance-stats.interface.js';

/**
 * What the application can ask of the monitor, and tell it. The module is global: inject it anywhere.
 *
 * @example
 * constructor(private readonly monitor: PerformanceMonitorService) {}
 *
 * @publicApi
 */
@Injectable()
export class PerformanceMonitorService {
  private readonly sites = new NamedSites();
  private toldClosed = false;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly sole: PrimaryImport,
    private readonly logger: MonitorLogger,
  ) {}

  private get parts(): MonitorParts {
    return this.sole.parts;
  }

  /** What was counted since the start, or since the last `resetStats()`, in this process. */
  getStats(): PerformanceStats {
    const { stats, redactor } = this.parts;
    const snapshot = stats.snapshot();
    // A name given to `profile()` may have been made of anything.
    return { ...snapshot, endpoints: snapshot.endpoints.map(each => ({ ...each, name: redactor.text(each.name) })) };
  }

  /** Counts anew from zero. The monitor's own overhead, and what the next digest will tell, are left as they are. */
  resetStats(): void {
    this.parts.stats.reset();
  }

  /**
   * Watches again after `disable()`. Does nothing when the module was switched off by its options, or the application has
   * closed.
   */
  enable(): void {
    if (!this.options.enabled) return;
    if (this.sole.isClosed) {
      if (!this.toldClosed)
        this.logger.warn('enable() was called after the application had closed: nothing is watched');
      this.toldClosed = true;
      return;
    }
    try {
      this.parts.tracer.start();
    } catch (error) {
      this.logger.failure('The monitor could not be enabled, and watches nothing', error);
    }
  }

  /**
   * Watches nothing more: no spans, no alerts, and after five seconds no sampling. Alerts on their way are still
   * delivered.
   */
  disable(): void {
    this.parts.tracer.stop();
  }

  /** Whether executions are watched: not before the application has started, nor after it has closed. */
  isEnabled(): boolean {
    return this.parts.tracer.isActive;
  }

  /**
   * How busy the event loop was in the last ten seconds: 0 asleep, 1 never. Node's own
   * `performance.eventLoopUtilization()` reads far too high in a process that is sampled, above all while it is idle: shed
   * load and scale by this figure.
   *
   * @example
   * if (monitor.eventLoopUtilization().utilization > 0.9) throw new ServiceUnavailableException();
   */
  eventLoopUtilization(): { utilization: number } {
    return { utilization: this.parts.recorder.loopUtilization() };
  }

  /**
   * Changes options of the running application: those that the table in `docs/settings.md` marks. The patch is checked as a whole,
   * and in force for the next execution, or refused as a whole. What it does not name stays as it is.
   *
   * @throws PerformanceMonitorConfigError that lists every fault, and every option that can not be changed
   * @example
   * monitor.updateOptions({ threshold: '500ms', capture: { body: true } })
   */
  updateOptions(patch: PerformanceMonitorOptions): void {
    this.parts.settings.update(patch);
  }

  /**
   * Every option by its path, with its value and where that came from. Secrets are masked: it can be shown to people.
   *
   * @example
   * monitor.getEffectiveOptions()['threshold'] // { value: 800, source: 'WPM_THRESHOLD_SECONDS' }
   */
  getEffectiveOptions(): EffectiveOptions {
    return this.parts.settings.effective();
  }

  /**
   * Adds a pattern to `exclude`: from the next execution on, what it matches is only counted.
   *
   * @returns false when it is there already
   * @throws PerformanceMonitorConfigError when it is no pattern, or there are too many
   */
  addExclusion(pattern: ExecutionPattern): boolean {
    return this.parts.settings.addExclusion(pattern);
  }

  /**
   * Takes a pattern out of `exclude`, wherever it was set. A string and an expression are two patterns, even when
   * they read alike.
   *
   * @returns false when it is not there
   */
  removeExclusion(pattern: ExecutionPattern): boolean {
    return this.parts.settings.removeExclusion(pattern);
  }

  /**
   * Runs `fn` as `@Profile()` runs a method: inside a watched execution it is a span, outside an execution of its own.
   *
   * @param name what the report calls it: a constant, not made of user data
   * @param options `threshold` from which it is slow when it runs outside
   * @returns what `fn` returns, the same object; what it throws passes through
   * @throws TypeError when `threshold` is no duration
   * @example
   * const rows = await monitor.profile('load rows', () => this.load(), { threshold: '2s' })
   */
  profile<T>(name: string, fn: () => T, options: { threshold?: Duration } = {}): T {
    const thresholdMs = options.threshold === undefined ? undefined : parseDuration(options.threshold);
    if (options.threshold !== undefined && thresholdMs === undefined) {
      throw new TypeError(
        `profile('${name}'): threshold '${options.threshold}' is not a duration; give milliseconds or a string like '1.5s'`,
      );
    }
    const site = this.sites.of(name);
    const parent = spanStorage.getStore();
    const result =
      parent !== undefined && !parent.execution.finished
        ? parent.execution.tracer.callInSpan(parent, site, fn as Callable, undefined, [])
        : this.parts.tracer.callAsExecution('function', site, thresholdMs, fn as Callable, undefined, []);
    return result as T;
  }

  /**
   * Waits for the alerts that are on their way now, not for those that are raised meanwhile: for the end of a script, or
   * a test.
   *
   * @param timeout how long at the most; by default as long as one delivery may take
   * @returns true when every pending alert was delivered, false when one was not or the time was over
   * @throws TypeError, by rejecting, when `timeout` is no duration
   * @example
   * if (!(await monitor.flush('5s'))) console.warn('not every alert was delivered');
   */
  async flush(timeout: Duration = this.options.delivery.timeoutMs): Promise<boolean> {
    const timeoutMs = parseDuration(timeout);
    if (timeoutMs === undefined)
      throw new TypeError(`flush(): '${timeout}' is not a duration; give milliseconds or a string like '5s'`);
    return this.parts.pipeline.flush(timeoutMs);
  }

  /**
   * Sends a test alert (`alert.test` is true) through every notifier, whatever was sent before, and waits for all of
   * them: as long as `delivery.timeout` at the most.
   *
   * @returns what became of it at each notifier, with what to do where it failed. Never rejects.
   * @example
   * const { success, results } = await monitor.testNotifiers();
   * if (!success) console.error(results); // { mattermost: { ok: false, error: '… the token is wrong or revoked …' } }
   */
  testNotifiers(): Promise<NotifierTestResult> {
    this.parts.customNotifiers.add();
    return this.parts.notifierTest.run();
  }
}
