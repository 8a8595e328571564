import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { CoveredHandlers, executionSite } from '../policy/covered-handlers.js';
import { decoratedMethods } from '../policy/decorated-methods.js';
import { eventNames } from './event-names.js';

/** Metadata key of `@OnEvent()` of `@nestjs/event-emitter`, whose package may not be installed. */
const EVENT_LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

/**
 * Opens an execution for each call of a method with `@OnEvent()`, when the event was emitted outside all executions. An
 * event of a request that is still running is a span of that request.
 *
 * @internal
 */
@Injectable()
export class EventBoundary implements Boundary {
  readonly kind = 'event';
  readonly moments = ['construction', 'init', 'bootstrap'] as const;
  private readonly handlers: CoveredHandlers;

  constructor(
    private readonly modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
  ) {
    this.handlers = new CoveredHandlers(
      {
        kind: 'event',
        describe: (site, method) => {
          const names = eventNames(Reflect.getMetadata(EVENT_LISTENER_METADATA, method));
          return executionSite(site, `event ${names ?? site.name}`);
        },
      },
      tracer,
      logger,
    );
  }

  attach(moment: AttachMoment): void {
    for (const { owner, key } of decoratedMethods(this.modules, EVENT_LISTENER_METADATA, moment !== 'construction'))
      this.handlers.cover(owner, key, moment === 'bootstrap');
  }

  detach(): void {
    this.handlers.release();
  }
}
