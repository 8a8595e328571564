import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { clock } from '../../platform/clock.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Execution, Span } from '../../tracing/execution.js';
import { REQUEST_CONTEXT, type RequestContext } from '../policy/request-context.interface.js';
import { OperationNames } from './operation-names.js';
import type { FragmentByName, OperationNode } from './parsed-operation.js';
import { responseOf } from './response-of.js';

/**
 * The operations of requests. One operation refines the execution of its request: kind and name become those of the
 * operation. Each operation of a batch is a span.
 *
 * @internal
 */
@Injectable()
export class GraphqlOperations {
  private readonly names = new OperationNames();
  /** By name, and the number of names is bounded. */
  private readonly sites = new Map<string, CallSite>();
  /** The operations of batches, by their context value: servers make one for each. */
  private readonly spans = new WeakMap<object, Span>();

  constructor(
    @Inject(REQUEST_CONTEXT) private readonly requests: RequestContext,
    private readonly logger: MonitorLogger,
  ) {}

  /**
   * A server is about to execute an operation.
   *
   * @param context the context value, which the operation's resolvers get, too
   */
  begin(operation: OperationNode, fragments: FragmentByName, context: unknown): void {
    try {
      const parent = this.enter(context);
      if (parent === undefined || parent.execution.finished) return;
      const { execution } = parent;
      if (execution.transport?.isBatch?.() !== true) return this.refine(execution, operation, fragments);
      if (typeof context !== 'object' || context === null || this.spans.has(context)) return;
      const span = execution.tracer.open(parent, this.siteOf(this.names.nameOf(operation, fragments), 'handler'));
      if (span !== undefined) this.spans.set(context, span);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The span of the operation's request, also where the async context is that of another one. */
  enter(context: unknown): Span | undefined {
    return this.requests.enter(responseOf(context));
  }

  /** The operation with this context value has its result. */
  end(context: unknown): void {
    const span = this.spanOf(context);
    if (span !== undefined && span.end === 0) span.finish(clock());
  }

  /** The span of an operation in a batch, until its execution is over. */
  spanOf(context: unknown): Span | undefined {
    const span = typeof context === 'object' && context !== null ? this.spans.get(context) : undefined;
    return span === undefined || span.execution.finished ? undefined : span;
  }

  /** Names the execution of a request that has reached no handler yet. A handler may execute operations of its own. */
  refine(execution: Execution, operation: OperationNode, fragments: FragmentByName): void {
    const { kind, handler, transport } = execution;
    if (kind !== 'http' || handler !== undefined || transport?.kind !== 'http' || transport.isBatch?.() === true)
      return;
    execution.name = this.names.nameOf(operation, fragments);
    execution.kind = 'graphql';
  }

  /** The site of the executions of an operation that came by no request. */
  rootSite(operation: OperationNode, fragments: FragmentByName): CallSite {
    return this.siteOf(this.names.nameOf(operation, fragments), 'execution');
  }

  fail(error: unknown): void {
    this.logger.failure('A GraphQL operation could not be watched', error);
  }

  private siteOf(name: string, kind: CallSite['kind']): CallSite {
    const key = `${kind} ${name}`;
    let site = this.sites.get(key);
    if (site === undefined) {
      site = { name, kind, isAsync: false, returnsObservable: false, isLearning: false };
      this.sites.set(key, site);
    }
    return site;
  }
}
