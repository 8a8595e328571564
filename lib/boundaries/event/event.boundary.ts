import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { DecoratedBoundary } from '../policy/decorated.boundary.js';
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
export class EventBoundary extends DecoratedBoundary {
  constructor(modules: ModulesContainer, tracer: TracerService, logger: MonitorLogger) {
    super({ kind: 'event', metadata: EVENT_LISTENER_METADATA, nameOf: givenNames }, modules, tracer, logger);
  }
}

function givenNames(method: object): string | undefined {
  return eventNames(Reflect.getMetadata(EVENT_LISTENER_METADATA, method));
}
