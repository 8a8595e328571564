import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { DecoratedBoundary } from '../policy/decorated.boundary.js';

/** Metadata keys of `@nestjs/schedule`, whose package may not be installed. */
const SCHEDULER_TYPE = 'SCHEDULER_TYPE';
const SCHEDULER_NAME = 'SCHEDULER_NAME';

/**
 * Opens an execution for each run of a method with `@Cron()`, `@Interval()` or `@Timeout()`.
 *
 * @internal
 */
@Injectable()
export class CronBoundary extends DecoratedBoundary {
  constructor(modules: ModulesContainer, tracer: TracerService, logger: MonitorLogger) {
    super({ kind: 'cron', metadata: SCHEDULER_TYPE, nameOf: givenName }, modules, tracer, logger);
  }
}

/** The name that the decorator was given. */
function givenName(method: object): string | undefined {
  const name: unknown = Reflect.getMetadata(SCHEDULER_NAME, method);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
