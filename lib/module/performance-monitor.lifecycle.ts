import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { AttachMoment } from '../boundaries/boundary.interface.js';
import { BoundaryRegistry } from '../boundaries/boundary-registry.js';
import { Libraries } from '../instrumentation/libraries/libraries.js';
import { ProviderExplorer } from '../instrumentation/providers/provider.explorer.js';
import { setImmediate } from '../platform/host-timers.js';
import { processWide } from '../platform/process-wide.js';
import { MonitorParts } from './monitor-parts.js';
import { Notifications } from './notifications.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import { MonitorLogger } from '../logging/monitor.logger.js';
import { EarlySampling } from '../recorder/sampling/early-sampling.js';
import { SourceMapResolver } from '../report/source-maps/source-maps.js';
import { PrimaryImport } from './primary-import.js';
import { OverheadWatch } from '../overhead/overhead-watch.js';

/**
 * The monitor in force of each container. A testing module that is compiled again has new providers in the same container,
 * and Nest closes the new ones only.
 */
const watchers = processWide('watchers', () => new WeakMap<ModulesContainer, OnApplicationShutdown>());

/**
 * Starts the monitor when the application is ready, and stops it when the application has closed. When the start fails,
 * the application runs without a monitor.
 *
 * @internal
 */
@Injectable()
export class PerformanceMonitorLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private isStarted = false;
  private replaced: OnApplicationShutdown | undefined;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly primary: PrimaryImport,
    private readonly parts: MonitorParts,
    private readonly boundaries: BoundaryRegistry,
    private readonly explorer: ProviderExplorer,
    private readonly libraries: Libraries,
    private readonly notifications: Notifications,
    private readonly sourceMaps: SourceMapResolver,
    private readonly logger: MonitorLogger,
    private readonly overhead: OverheadWatch,
    private readonly container: ModulesContainer,
    private readonly sampling: EarlySampling,
  ) {
    if (this.attach('construction')) explorer.findGlobalStages();
  }

  /** Gateways are bound, routes are not. */
  beforeRoutes(): void {
    this.attach('routes');
  }

  onModuleInit(): void {
    this.explorer.coverInstances();
    this.attach('init');
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.start();
    } finally {
      this.sampling.end();
    }
  }

  private async start(): Promise<void> {
    if (this.isStarted) return this.followAgain();
    // The application may close while its providers start, and shuts down only once.
    if (this.primary.isClosed) return;
    for (const warning of this.parts.settings.warnings) this.logger.warn(warning);
    if (!this.options.enabled) return;
    if (!this.primary.claim()) {
      this.logger.warn(
        'PerformanceMonitorModule is imported more than once in this application: the first import is in force',
      );
      return;
    }
    try {
      this.parts.tracer.start();
      this.boundaries.attach('bootstrap');
      this.explorer.explore();
      this.libraries.attach();
      this.overhead.start();
      this.parts.stuck.start();
      await this.parts.metrics.start();
      this.parts.locks.start();
      await this.notifications.start();
      if (this.primary.isClosed) return;
      await this.parts.blocked.start();
      this.isStarted = true;
      this.replaced = watchers.get(this.container);
      watchers.set(this.container, this);
    } catch (error) {
      this.logger.failure('The monitor could not start, and watches nothing', error);
      this.boundaries.detach();
      await this.stop();
      this.primary.release();
    }
  }

  /** The recorder stops after the alerts: pending alerts need its memory. */
  async onApplicationShutdown(): Promise<void> {
    const { replaced } = this;
    this.replaced = undefined;
    if (watchers.get(this.container) === this) watchers.delete(this.container);
    this.primary.close();
    this.parts.stuck.stop();
    this.parts.locks.stop();
    await this.attempt('a blocked event loop', () => this.parts.blocked.stop());
    this.boundaries.detach();
    // Requests whose connections the server has just closed end in this turn of the loop, after its immediates.
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
    await this.attempt('alerts', () => this.parts.pipeline.close());
    await this.attempt('notifiers', () => this.notifications.close());
    await this.stop();
    await this.attempt('source maps', () => this.sourceMaps.close());
    await this.attempt('an earlier monitor', () => replaced?.onApplicationShutdown());
  }

  /** The first import that attaches is in force. Returns whether it is this one. */
  private attach(moment: AttachMoment): boolean {
    if (!this.options.enabled || !this.boundaries.has(moment)) return false;
    if (this.primary.isClosed || !this.primary.claim()) return false;
    this.boundaries.attach(moment);
    return true;
  }

  /** Another application was made of the same providers, for example of the same testing module. */
  private followAgain(): void {
    if (!this.primary.isClosed) return this.boundaries.attach('bootstrap');
    this.logger.warn(
      'Nothing is watched: the providers of this application were closed together with another one that was made of them. Compile the testing module again for each application',
    );
  }

  private async stop(): Promise<void> {
    await this.attempt('providers', () => this.explorer.leave());
    await this.attempt('libraries', () => this.libraries.detach());
    await this.attempt('executions', () => this.parts.tracer.stop());
    await this.attempt('sampling', () => this.sampling.end());
    await this.attempt('overhead', () => this.overhead.stop());
    await this.attempt('metrics', () => this.parts.metrics.stop());
    await this.attempt('executions that hang', () => this.parts.stuck.stop());
    await this.attempt('locks', () => this.parts.locks.stop());
    await this.attempt('a blocked event loop', () => this.parts.blocked.stop());
  }

  /** A failed step must stop neither the later steps nor the application's own shutdown. */
  private async attempt(subject: string, step: () => unknown): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.logger.failure(`The monitor's part for ${subject} could not be stopped`, error);
    }
  }
}
