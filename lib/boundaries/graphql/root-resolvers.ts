import { Injectable } from '@nestjs/common';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Execution, Span } from '../../tracing/execution.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { GraphqlOperations } from './operations.js';
import type { FragmentByName, ResolveInfo } from './parsed-operation.js';

/** Positions of a resolver's arguments. */
const CONTEXT = 2;
const INFO = 3;

/**
 * The pipelines of root resolvers: guards, interceptors, pipes and the handler. The first one that an operation calls names
 * the request, also where a guard refuses it.
 *
 * The set-up of a subscription that comes by a WebSocket is an execution of its own. It ends with the promise of the
 * source of events. The events are no part of it.
 *
 * @internal
 */
@Injectable()
export class RootResolvers {
  isOn = false;

  constructor(
    private readonly operations: GraphqlOperations,
    private readonly tracer: TracerService,
  ) {}

  watch(pipeline: Callable): Callable {
    const call = this.call.bind(this, pipeline);
    return function (this: unknown, ...args: unknown[]): unknown {
      return call(this, args);
    };
  }

  private call(pipeline: Callable, self: unknown, args: readonly unknown[]): unknown {
    if (!this.isOn || !this.tracer.isActive) return Reflect.apply(pipeline, self, args);
    const parent = this.enter(args[CONTEXT]);
    if (parent === undefined || parent.execution.finished) {
      const site = this.subscriptionSite(args[INFO]);
      if (site === undefined) return Reflect.apply(pipeline, self, args);
      return this.tracer.callAsExecution('graphql', site, undefined, pipeline, self, args);
    }
    const { execution } = parent;
    if (execution.kind === 'http') this.refine(execution, args[INFO]);
    const span = execution.kind === 'http' ? this.operations.spanOf(args[CONTEXT]) : undefined;
    if (span === undefined) return Reflect.apply(pipeline, self, args);
    return execution.tracer.run(span, pipeline, self, args);
  }

  private enter(context: unknown): Span | undefined {
    try {
      return this.operations.enter(context);
    } catch (error) {
      this.operations.fail(error);
      return spanStorage.getStore();
    }
  }

  private refine(execution: Execution, info: unknown): void {
    try {
      if (isInfo(info)) this.operations.refine(execution, info.operation, fragmentsIn(info));
    } catch (error) {
      this.operations.fail(error);
    }
  }

  private subscriptionSite(info: unknown): CallSite | undefined {
    try {
      if (!isInfo(info) || info.operation.operation !== 'subscription') return undefined;
      return this.operations.rootSite(info.operation, fragmentsIn(info));
    } catch (error) {
      this.operations.fail(error);
      return undefined;
    }
  }
}

/** Other servers may call a resolver with other arguments. */
function isInfo(given: unknown): given is ResolveInfo {
  return typeof given === 'object' && given !== null && typeof (given as Partial<ResolveInfo>).operation === 'object';
}

function fragmentsIn({ fragments }: ResolveInfo): FragmentByName {
  return name => fragments?.[name];
}
