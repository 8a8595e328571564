import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { Redactor } from '../../privacy/redactor.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { CoveredHandlers } from '../policy/covered-handlers.js';
import { decoratedClasses } from '../policy/decorated-classes.js';
import { executionSite } from '../policy/execution-site.js';
import { isJob, type Job } from './job.interface.js';
import { JobRun } from './job-run.js';
import { JobSites } from './job-sites.js';

/** Metadata key of `@Processor()` of `@nestjs/bullmq`, whose package may not be installed. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';
/** The method of a processor that BullMQ calls for each job. */
const PROCESS = 'process';

/**
 * BullMQ's errors for a job that is delayed, waits for its children or for a rate limit: it runs again later. The messages are
 * those of `bullmq/src/classes/errors`. Subclasses and minified classes keep them.
 */
const POSTPONED =
  /^\[?(?:Delayed|WaitingChildren|Waiting|RateLimit)Error\b|bullmq:(?:movedToDelayed|movedToWaitingChildren|movedToWait|rateLimitExceeded)\b/;

/**
 * Opens an execution for each attempt of a job that a class with `@Processor()` processes. Workers take their reference to
 * `process()` in `onModuleInit()`, so the method is covered before.
 *
 * @internal
 */
@Injectable()
export class QueueBoundary implements Boundary {
  readonly kind = 'queue';
  readonly moments = ['construction', 'init', 'bootstrap'] as const;
  private readonly sites = new JobSites();
  private readonly handlers: CoveredHandlers;

  constructor(
    private readonly modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
    redactor: Redactor,
  ) {
    this.handlers = new CoveredHandlers(
      {
        kind: 'queue',
        describe: site => ({ ...executionSite(site, 'job *'), postponedBy: POSTPONED }),
        siteOf: (described, [job]) => (isJob(job) ? this.sites.of(described, job) : undefined),
        began: (execution, [job]) => {
          execution.transport = new JobRun(execution, job as Job, redactor);
        },
      },
      tracer,
      logger,
    );
  }

  attach(moment: AttachMoment): void {
    for (const owner of decoratedClasses(this.modules, PROCESSOR_METADATA, PROCESS))
      this.handlers.cover(owner, PROCESS, moment === 'bootstrap');
  }

  detach(): void {
    this.handlers.release();
  }
}
