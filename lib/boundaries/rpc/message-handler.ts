import { spanStorage } from '../../tracing/execution-context.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Execution } from '../../tracing/execution.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import type { HandlerSite } from '../policy/handler-sites.js';
import { HandlerContext } from '../policy/handler-context.js';
import type { WatchPolicy } from '../policy/watch-policy.js';
import type { PatternMethod } from './pattern-methods.js';
import type { PatternHandler } from './rpc-server.interface.js';
import { RunningMessage } from './running-message.js';

/** The objects that all handlers of a boundary share. @internal */
export interface MessageWatch {
  readonly tracer: TracerService;
  readonly policy: WatchPolicy;
  readonly logger: MonitorLogger;
}

/** A method of a controller with its decorators. @internal */
export interface MessageTarget extends PatternMethod {
  readonly site: HandlerSite;
}

/**
 * The handler of one pattern. Transports call {@link entry} in place of it: guards, interceptors, pipes and filters are
 * within.
 *
 * @internal
 */
export class MessageHandler {
  readonly entry: PatternHandler;
  /** Its own for each handler: an execution that the start hook began is recognized by it. */
  private readonly root: CallSite = {
    name: '',
    kind: 'execution',
    isAsync: false,
    returnsObservable: false,
    isLearning: false,
  };

  /** @param target absent for a handler that the application has added itself */
  constructor(
    private readonly watch: MessageWatch,
    private readonly handler: PatternHandler,
    private readonly name: string,
    private readonly target: MessageTarget | undefined,
  ) {
    const call = this.call.bind(this);
    const entry = function (this: unknown, ...args: unknown[]): unknown {
      return call(this, args);
    };
    // Transports read Nest's own properties of the handler, and Nest may set them later.
    this.entry = Object.setPrototypeOf(entry, handler) as PatternHandler;
  }

  /** For the start hook: the execution gets its name when the handler is called. */
  begin(): Execution {
    return this.watch.tracer.begin('rpc', this.root, undefined);
  }

  private call(self: unknown, args: readonly unknown[]): unknown {
    const message = this.enter(args);
    return message === undefined ? Reflect.apply(this.handler, self, args) : message.run(this.handler, self, args);
  }

  private enter(args: readonly unknown[]): RunningMessage | undefined {
    const { tracer, logger } = this.watch;
    let begun: Execution | undefined;
    try {
      begun = this.waiting();
      if (begun === undefined && !tracer.isActive) return undefined;
      begun ??= this.begin();
      this.describe(begun, args);
      const span = this.target === undefined ? undefined : tracer.open(begun.root, this.target.site);
      return new RunningMessage(tracer, begun, span ?? begun.root);
    } catch (error) {
      logger.failure('A message could not be watched', error);
    }
    if (begun !== undefined) tracer.abandon(begun);
    return undefined;
  }

  /** The execution that the start hook began for this call. Without the hook there is none. */
  private waiting(): Execution | undefined {
    const execution = spanStorage.getStore()?.execution;
    if (execution?.root.site !== this.root || execution.finished || execution.name !== '') return undefined;
    return execution;
  }

  private describe(execution: Execution, args: readonly unknown[]): void {
    const { policy } = this.watch;
    const { target, name } = this;
    execution.name = name;
    if (policy.hasPatterns && !policy.watchesName(name)) execution.muted = true;
    if (target === undefined) return;
    const { site } = target;
    execution.handler = site.name;
    if (!site.isSkipped && site.threshold === undefined) return;
    policy.enter(execution, site, new HandlerContext('rpc', args, { type: target.type, handler: target.method }));
  }
}
