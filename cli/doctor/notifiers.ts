import type { INestApplicationContext, LoggerService, Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { AlertFiles } from '../../lib/delivery/alert-files.js';
import { Dispatcher } from '../../lib/delivery/dispatcher.js';
import { NotifierTest } from '../../lib/delivery/notifier-test.js';
import { MonitorLogger } from '../../lib/logging/monitor.logger.js';
import { notifierProviders } from '../../lib/module/notifier.providers.js';
import { HttpClient } from '../../lib/notifiers/http-client/http-client.js';
import { BUILT_IN_NOTIFIERS, type BuiltInNotifier } from '../../lib/notifiers/notifier-definition.js';
import { LiveOptions } from '../../lib/options/live-options.js';
import { RESOLVED_OPTIONS } from '../../lib/options/options.constants.js';
import { OverheadMeter } from '../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../lib/overhead/own-work.js';
import { FILE_SYSTEM } from '../../lib/platform/file-system.interface.js';
import { nodeFileSystem } from '../../lib/platform/file-system.js';
import { Redactor } from '../../lib/privacy/redactor.js';
import { ReportRenderer } from '../../lib/report/report-renderer.js';
import { StatsService } from '../../lib/stats/stats.service.js';

/** The root of the container. */
class NotifiersModule {}

/**
 * The notifiers of the settings, in a container of their own: the module's lifecycle would delete old reports, and record
 * this process.
 */
export class Notifiers {
  private constructor(
    private readonly container: INestApplicationContext,
    /** Log lines of the notifiers. */
    readonly lines: readonly string[],
  ) {}

  static async open(live: LiveOptions): Promise<Notifiers> {
    const lines: string[] = [];
    const keep = (message: unknown): void => void lines.push(String(message));
    const logger: LoggerService = { log: () => undefined, warn: keep, error: keep };
    const module = { module: NotifiersModule, imports: [DiscoveryModule], providers: providersFor(live) };
    const container = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
    await Promise.all(container.get<BuiltInNotifier[]>(BUILT_IN_NOTIFIERS).map(each => each.prepare?.()));
    return new Notifiers(container, lines);
  }

  get all(): readonly BuiltInNotifier[] {
    return this.container.get<BuiltInNotifier[]>(BUILT_IN_NOTIFIERS);
  }

  /** Sends a test alert through each of them. */
  test(): ReturnType<NotifierTest['run']> {
    return this.container.get(NotifierTest).run();
  }

  async close(): Promise<void> {
    await Promise.all([this.container.get(HttpClient).close(), ...this.all.map(each => each.close?.())]);
    await this.container.close();
  }
}

function providersFor(live: LiveOptions): Provider[] {
  return [
    { provide: LiveOptions, useValue: live },
    { provide: RESOLVED_OPTIONS, useValue: { ...live.current } },
    { provide: FILE_SYSTEM, useValue: nodeFileSystem },
    Redactor,
    MonitorLogger,
    OverheadMeter,
    OwnWork,
    StatsService,
    ReportRenderer,
    AlertFiles,
    ...notifierProviders,
    Dispatcher,
    NotifierTest,
  ];
}
