import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { AlertPipeline } from './alerts/alert-pipeline.js';
import { NotifierTest } from './alerts/notifier-test.js';
import { HttpBoundary } from './boundaries/http.boundary.js';
import { InterceptorPlacement } from './boundaries/interceptor-placement.js';
import { ProviderExplorer } from './boundaries/provider.explorer.js';
import { TracerService } from './boundaries/tracer.service.js';
import { Notifications } from './notifiers/notifications.js';
import { LiveSettings } from './options/live-settings.js';
import type { ResolvedOptions } from './options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from './performance-monitor.constants.js';
import { MonitorLogger } from './performance-monitor.logger.js';
import { Redactor } from './privacy/redactor.js';
import { FlightRecorder } from './recorder/flight-recorder.js';
import { SourceMapResolver } from './report/source-maps.js';
import { SoleInstance, type MonitorParts } from './sole-instance.js';
import { OverheadWatch } from './stats/overhead-watch.js';
import { StatsService } from './stats/stats.service.js';

/**
 * By container: the monitor in force. A testing module that is compiled again has new providers in the container
 * of the old ones, and Nest closes the new ones only.
 */
const watchers = new WeakMap<ModulesContainer, PerformanceMonitorLifecycle>();

/**
 * Starts everything when the application is ready, and stops it when the application has closed. A failure of ours
 * leaves an application without a monitor, never no application.
 *
 * @internal
 */
@Injectable()
export class PerformanceMonitorLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly parts: MonitorParts;
  private isStarted = false;
  private replaced: PerformanceMonitorLifecycle | undefined;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly sole: SoleInstance,
    private readonly tracer: TracerService,
    private readonly http: HttpBoundary,
    private readonly placement: InterceptorPlacement,
    private readonly explorer: ProviderExplorer,
    private readonly pipeline: AlertPipeline,
    private readonly notifications: Notifications,
    stats: StatsService,
    notifierTest: NotifierTest,
    private readonly sourceMaps: SourceMapResolver,
    private readonly logger: MonitorLogger,
    private readonly settings: LiveSettings,
    redactor: Redactor,
    private readonly overhead: OverheadWatch,
    private readonly container: ModulesContainer,
    recorder: FlightRecorder,
  ) {
    this.parts = { tracer, recorder, stats, pipeline, notifierTest, settings, redactor };
  }

  /** Of several imports, the first that is asked is in force. */
  beforeRoutes(): void {
    if (!this.options.enabled || this.sole.isClosed || !this.sole.claim(this.parts)) return;
    try {
      this.placement.beforeRoutes();
    } catch (error) {
      this.logger.failure('Handlers could not be watched', error);
    }
  }

  onModuleInit(): void {
    this.placement.afterRoutes();
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.isStarted) return this.followAgain();
    for (const warning of this.settings.warnings) this.logger.warn(warning);
    if (!this.options.enabled) return;
    if (!this.sole.claim(this.parts)) {
      this.logger.warn(
        'PerformanceMonitorModule is imported more than once in this application: the first import is in force',
      );
      return;
    }
    try {
      this.tracer.start();
      this.http.attach();
      this.explorer.explore();
      this.overhead.start();
      await this.notifications.start();
      this.isStarted = true;
      this.replaced = watchers.get(this.container);
      watchers.set(this.container, this);
    } catch (error) {
      this.logger.failure('The monitor could not start, and watches nothing', error);
      this.stop();
      this.sole.release(this.parts);
    }
  }

  /** Alerts on their way still need the recorder's memory. */
  async onApplicationShutdown(): Promise<void> {
    const { replaced } = this;
    this.replaced = undefined;
    if (watchers.get(this.container) === this) watchers.delete(this.container);
    this.sole.close();
    this.placement.remove();
    this.http.detach();
    await this.pipeline.close();
    await this.notifications.close();
    this.stop();
    await this.sourceMaps.close();
    await replaced?.onApplicationShutdown();
  }

  /** Another application was made of the same providers: of the same testing module, for example. */
  private followAgain(): void {
    if (!this.sole.isClosed) return this.http.attach();
    this.logger.warn(
      'Nothing is watched: the providers of this application were closed together with another one that was made of them. Compile the testing module again for each application',
    );
  }

  private stop(): void {
    this.explorer.leave();
    this.http.detach();
    this.tracer.stop();
    this.overhead.stop();
  }
}
