import type { CallSite } from '../../tracing/call-site.js';
import type { Execution, Span } from '../../tracing/execution.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { TracerService } from '../../tracing/tracer.service.js';
import { HandlerContext } from '../policy/handler-context.js';
import type { HandlerSite } from '../policy/handler-sites.js';
import type { WatchPolicy } from '../policy/watch-policy.js';
import type { ReadBrokerFacts } from './broker-facts.js';
import { BrokeredMessage } from './brokered-message.js';
import type { PatternMethod } from './pattern-methods.js';

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

/** An execution of a message, with the span of its handler: the root where none was opened. @internal */
export interface OpenMessage {
  readonly execution: Execution;
  readonly span: Span;
}

/** How the arguments of a call are read. @internal */
export interface MessageReading {
  /** The handler's arguments, where those of the call are others. */
  readonly argsOf?: ((args: readonly unknown[]) => readonly unknown[]) | undefined;
  /** For a transport whose broker keeps messages. */
  readonly brokerFacts?: ReadBrokerFacts | undefined;
}

/**
 * The executions of one pattern: their name, and the decorators of their method.
 *
 * @internal
 */
export class MessageSite {
  /** Its own for each pattern: an execution that the start hook began is recognized by it. */
  private readonly root: CallSite = {
    name: '',
    kind: 'execution',
    isAsync: false,
    returnsObservable: false,
    isLearning: false,
  };

  /** @param target absent for a handler that the application has added itself */
  constructor(
    readonly watch: MessageWatch,
    private readonly name: string,
    private readonly target: MessageTarget | undefined,
    private readonly reading: MessageReading = {},
  ) {}

  /** For the start hook: the execution gets its name when the handler is called. */
  begin(): Execution {
    return this.watch.tracer.begin('rpc', this.root, undefined);
  }

  /**
   * The execution of a message. Its failure is logged.
   *
   * @param args of the call
   * @returns `undefined` while nothing is watched
   */
  open(args: readonly unknown[]): OpenMessage | undefined {
    const { tracer, logger } = this.watch;
    let execution: Execution | undefined;
    try {
      execution = this.waiting();
      if (execution === undefined && !tracer.isActive) return undefined;
      execution ??= this.begin();
      this.describe(execution, args);
      const span = this.target === undefined ? undefined : tracer.open(execution.root, this.target.site);
      return { execution, span: span ?? execution.root };
    } catch (error) {
      logger.failure('A message could not be watched', error);
    }
    if (execution !== undefined) tracer.abandon(execution);
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
    const { target, name, reading } = this;
    execution.name = name;
    if (reading.brokerFacts !== undefined) this.addBrokerFacts(execution, reading.brokerFacts, args);
    if (policy.hasPatterns && !policy.watchesName(name)) execution.muted = true;
    if (target === undefined) return;
    const { site } = target;
    execution.handler = site.name;
    if (!site.isSkipped && site.threshold === undefined) return;
    const given = reading.argsOf?.(args) ?? args;
    policy.enter(execution, site, new HandlerContext('rpc', given, { type: target.type, handler: target.method }));
  }

  /** The context is of the transport, which may be the application's own. */
  private addBrokerFacts(execution: Execution, read: ReadBrokerFacts, args: readonly unknown[]): void {
    try {
      const facts = read(args[1]);
      const topic = this.name.slice(this.name.indexOf(' ') + 1);
      if (facts !== undefined) execution.transport = new BrokeredMessage(execution, topic, facts);
    } catch (error) {
      this.watch.logger.failure("A broker's facts of a message could not be read", error);
    }
  }
}
