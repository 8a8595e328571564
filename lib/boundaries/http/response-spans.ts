import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { className } from '../../platform/class-name.js';
import { overrideMethod } from '../../platform/override-method.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import type { Execution } from '../../tracing/execution.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { Boundary } from '../boundary.interface.js';
import { HttpExchange } from './http-exchange.js';
import type { FrameworkResponse } from './request-hook.js';

/** Writes a value as JSON and sends it, and renders the view of `@Render()`. */
const METHODS = ['reply', 'render'] as const;

type AnsweringAdapter = Record<(typeof METHODS)[number], Callable>;

/**
 * Opens spans for responses that take long to serialize or to render: `ExpressAdapter.reply`, `FastifyAdapter.render`.
 *
 * @internal
 */
@Injectable()
export class ResponseSpans implements Boundary {
  readonly kind = 'http';
  readonly moments = ['bootstrap'] as const;
  /** One entry for each adapter: applications made of the same providers have one each. */
  private readonly attached = new Map<object, (() => void)[]>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly tracer: TracerService,
  ) {}

  attach(): void {
    // An application without a server has none.
    const adapter = this.adapterHost.httpAdapter as unknown as Partial<AnsweringAdapter> | null | undefined;
    if (adapter === undefined || adapter === null || this.attached.has(adapter)) return;
    const undo: (() => void)[] = [];
    for (const key of METHODS)
      if (typeof adapter[key] === 'function') undo.push(this.watch(adapter as AnsweringAdapter, key));
    this.attached.set(adapter, undo);
  }

  detach(): void {
    for (const undo of [...this.attached.values()].flat()) undo();
    this.attached.clear();
  }

  private watch(adapter: AnsweringAdapter, key: keyof AnsweringAdapter): () => void {
    const { tracer } = this;
    const site: CallSite = {
      name: `${className(adapter.constructor)}.${key}`,
      kind: 'provider',
      isAsync: false,
      returnsObservable: false,
      isLearning: false,
    };
    return overrideMethod(adapter, key, before => {
      return function (this: unknown, ...args: unknown[]): unknown {
        const parent = spanStorage.getStore();
        if (parent === undefined || parent.execution.tracer !== tracer || !answers(parent.execution, args[0]))
          return Reflect.apply(before, this, args);
        return tracer.stages.callTimed(parent, site, before, this, args);
      };
    });
  }
}

/** The context may be that of another request. Fastify's response has Node's own in `raw`. */
function answers(execution: Execution, given: unknown): boolean {
  const own = execution.finished ? undefined : HttpExchange.ofExecution(execution)?.response;
  return own !== undefined && (own === given || own === (given as FrameworkResponse | null | undefined)?.raw);
}
