import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { CoveredHandlers, executionSite } from '../policy/covered-handlers.js';
import { decoratedMethods } from '../policy/decorated-methods.js';

/** Metadata keys of `@nestjs/schedule`, whose package may not be installed. */
const SCHEDULER_TYPE = 'SCHEDULER_TYPE';
const SCHEDULER_NAME = 'SCHEDULER_NAME';

/**
 * Opens an execution for each run of a method with `@Cron()`, `@Interval()` or `@Timeout()`. The scheduler takes its
 * references in `onModuleInit()`, so the methods are covered before.
 *
 * @internal
 */
@Injectable()
export class CronBoundary implements Boundary {
  readonly kind = 'cron';
  readonly moments = ['construction', 'init', 'bootstrap'] as const;
  private readonly handlers: CoveredHandlers;

  constructor(
    private readonly modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
  ) {
    this.handlers = new CoveredHandlers(
      { kind: 'cron', describe: (site, method) => executionSite(site, `cron ${givenName(method) ?? site.name}`) },
      tracer,
      logger,
    );
  }

  attach(moment: AttachMoment): void {
    for (const { owner, key } of decoratedMethods(this.modules, SCHEDULER_TYPE, moment !== 'construction'))
      this.handlers.cover(owner, key, moment === 'bootstrap');
  }

  detach(): void {
    this.handlers.release();
  }
}

/** The name that the decorator was given. */
function givenName(method: object): string | undefined {
  const name: unknown = Reflect.getMetadata(SCHEDULER_NAME, method);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
