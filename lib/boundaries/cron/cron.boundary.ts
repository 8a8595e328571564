import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment } from '../boundary.interface.js';
import { DecoratedBoundary } from '../policy/decorated.boundary.js';
import { ScheduledRuns } from './scheduled-runs.js';
import { WatchedSchedules } from './watched-schedules.js';

/** Metadata keys of `@nestjs/schedule`, whose package may not be installed. */
const SCHEDULER_TYPE = 'SCHEDULER_TYPE';
const SCHEDULER_NAME = 'SCHEDULER_NAME';

/**
 * Opens an execution for each run of a method with `@Cron()`, `@Interval()` or `@Timeout()`, and of a job that the
 * application has added to its `SchedulerRegistry`.
 *
 * @internal
 */
@Injectable()
export class CronBoundary extends DecoratedBoundary {
  constructor(
    modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
    runs: ScheduledRuns,
    private readonly schedules: WatchedSchedules,
  ) {
    const kind = {
      kind: 'cron',
      metadata: SCHEDULER_TYPE,
      nameOf: givenName,
      described: runs.described.bind(runs),
      began: runs.began.bind(runs),
    } as const;
    super(kind, modules, tracer, logger);
  }

  /** The registry is made between the first moment and the second. */
  override attach(moment: AttachMoment): void {
    super.attach(moment);
    if (moment !== 'construction') this.schedules.attach();
  }

  override detach(): void {
    try {
      this.schedules.detach();
    } finally {
      super.detach();
    }
  }
}

/** The name that the decorator was given. */
function givenName(method: object): string | undefined {
  const name: unknown = Reflect.getMetadata(SCHEDULER_NAME, method);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
