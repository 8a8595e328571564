import type { ModulesContainer } from '@nestjs/core';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ExecutionKind } from '../../model/execution.interface.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Execution } from '../../tracing/execution.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { CoveredHandlers } from './covered-handlers.js';
import { decoratedMethods } from './decorated-methods.js';
import { executionSite } from './execution-site.js';
import type { HandlerSite } from './handler-sites.js';

/** The methods of one decorator. @internal */
export interface Decorated {
  readonly kind: ExecutionKind;
  /** The key of the metadata that the decorator writes. */
  readonly metadata: string;
  /** The name of the executions of a method, without the kind; `undefined` for class and method. */
  nameOf(method: object): string | undefined;
  /** The site of a method's executions was made. */
  described?(site: CallSite, method: object): void;
  /** An execution has begun. */
  began?(execution: Execution): void;
}

/**
 * Opens an execution for each call of a method with a decorator of a package that may not be installed. The package takes
 * its references in `onModuleInit()` or later, so the methods are covered before.
 *
 * @internal
 */
export abstract class DecoratedBoundary implements Boundary {
  readonly moments = ['construction', 'init', 'bootstrap'] as const;
  private readonly handlers: CoveredHandlers;

  constructor(
    private readonly decorated: Decorated,
    private readonly modules: ModulesContainer,
    tracer: TracerService,
    logger: MonitorLogger,
  ) {
    const { kind, nameOf, described, began } = decorated;
    const describe = (site: HandlerSite, method: object): CallSite => {
      const execution = executionSite(site, `${kind} ${nameOf(method) ?? site.name}`);
      described?.(execution, method);
      return execution;
    };
    this.handlers = new CoveredHandlers({ kind, describe, ...(began !== undefined && { began }) }, tracer, logger);
  }

  get kind(): ExecutionKind {
    return this.decorated.kind;
  }

  attach(moment: AttachMoment): void {
    for (const { owner, key } of decoratedMethods(this.modules, this.decorated.metadata, moment !== 'construction'))
      this.handlers.cover(owner, key, moment === 'bootstrap');
  }

  detach(): void {
    this.handlers.release();
  }
}
