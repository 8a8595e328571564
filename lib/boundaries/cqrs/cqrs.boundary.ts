import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { type DecoratedClass, DecoratedClassesBoundary } from '../policy/decorated-classes.boundary.js';

/** The metadata keys of `@nestjs/cqrs`, by its `decorators/constants.ts`. */
const HANDLERS: readonly DecoratedClass[] = [
  ['__commandHandler__', 'execute'],
  ['__queryHandler__', 'execute'],
  ['__eventsHandler__', 'handle'],
];

/**
 * Opens an execution for each call of a handler of commands, queries or events, when the bus was used outside all
 * executions. The commands of sagas show through their handlers.
 *
 * @internal
 */
@Injectable()
export class CqrsBoundary extends DecoratedClassesBoundary {
  constructor(modules: ModulesContainer, tracer: TracerService, logger: MonitorLogger) {
    super(HANDLERS, modules, tracer, logger);
  }
}
