import type { ModulesContainer } from '@nestjs/core';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { CoveredHandlers } from './covered-handlers.js';
import { executionSite } from './execution-site.js';
import { decoratedClasses } from './decorated-classes.js';

/** The metadata key of a class's decorator, and the method that its package calls. @internal */
export type DecoratedClass = readonly [metadataKey: string, method: string];

/**
 * Opens an execution for each call of a method, by classes with a decorator of a package that may not be installed. Inside
 * another execution the call is a span. The package looks the method up at each call.
 *
 * @internal
 */
export abstract class DecoratedClassesBoundary implements Boundary {
  readonly kind = 'function';
  readonly moments = ['construction', 'init', 'bootstrap'] as const;
  private readonly handlers: CoveredHandlers;

  constructor(
    private readonly classes: readonly DecoratedClass[],
    private readonly modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
  ) {
    const { kind } = this;
    this.handlers = new CoveredHandlers({ kind, describe: site => executionSite(site, site.name) }, tracer, logger);
  }

  attach(moment: AttachMoment): void {
    for (const [metadataKey, method] of this.classes)
      for (const owner of decoratedClasses(this.modules, metadataKey, method))
        this.handlers.cover(owner, method, moment === 'bootstrap');
  }

  detach(): void {
    this.handlers.release();
  }
}
