import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { AlertPipeline } from './alerts/alert-pipeline.js';
import { NotifierTest } from './alerts/notifier-test.js';
import { HttpBoundary } from './boundaries/http.boundary.js';
import { ProviderExplorer } from './boundaries/provider.explorer.js';
import { TracerService } from './boundaries/tracer.service.js';
import { Notifications } from './notifiers/notifications.js';
import { LiveSettings } from './options/live-settings.js';
import type { ResolvedOptions } from './options/resolved-options.interface.js';
import { OWN_MODULE, RESOLVED_OPTIONS } from './performance-monitor.constants.js';
import { MonitorLogger } from './performance-monitor.logger.js';
import { Redactor } from './privacy/redactor.js';
import { SourceMapResolver } from './report/source-maps.js';
import { SoleInstance, type MonitorParts } from './sole-instance.js';
import { OverheadWatch } from './stats/overhead-watch.js';
import { StatsService } from './stats/stats.service.js';

/**
 * Starts everything when the application is ready, and stops it when the application has closed. A failure of ours
 * leaves an application without a monitor, never no application.
 *
 * @internal
 */
@Injectable()
export class PerformanceMonitorLifecycle implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly parts: MonitorParts;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(OWN_MODULE) private readonly ownModule: unknown,
    private readonly sole: SoleInstance,
    private readonly tracer: TracerService,
    private readonly http: HttpBoundary,
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
  ) {
    this.parts = { tracer, stats, pipeline, notifierTest, settings, redactor };
  }

  async onApplicationBootstrap(): Promise<void> {
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
      this.explorer.explore(this.ownModule);
      this.overhead.start();
      await this.notifications.start();
    } catch (error) {
      this.logger.failure('The monitor could not start, and watches nothing', error);
      this.stop();
      this.sole.release(this.parts);
    }
  }

  /** Methods are put back before anything is torn down: a provider's own shutdown hook finds itself as it was made. */
  onModuleDestroy(): void {
    this.explorer.restore();
  }

  /** Alerts on their way still need the recorder's memory. */
  async onApplicationShutdown(): Promise<void> {
    this.sole.close();
    this.http.detach();
    await this.pipeline.close();
    await this.notifications.close();
    this.stop();
    await this.sourceMaps.close();
  }

  private stop(): void {
    this.explorer.restore();
    this.http.detach();
    this.tracer.stop();
    this.overhead.stop();
  }
}
