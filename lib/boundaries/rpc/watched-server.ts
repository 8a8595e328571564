import { types } from 'node:util';
import { overrideMethod } from '../../platform/override-method.js';
import type { Execution } from '../../tracing/execution.js';
import { brokerFactsOf } from './broker-facts.js';
import { MessageHandler } from './message-handler.js';
import { MessageSite, type MessageTarget, type MessageWatch } from './message-site.js';
import type { PatternHandler, RpcServer, StartHook } from './rpc-server.interface.js';

/** For a handler that a transport of the application's own makes for messages that no pattern fits. */
const UNMATCHED = '(unmatched)';

/**
 * Watches the messages of one server. The transport gets our entry for the handler that it looks up. The start hook, which
 * it calls next, begins the execution: then Nest's work on the answer runs in its async context, too.
 *
 * Where the application has replaced the hook, the entry begins the execution itself.
 *
 * @internal
 */
export class WatchedServer {
  private readonly handlers = new WeakMap<PatternHandler, MessageHandler>();
  private readonly undo: (() => void)[] = [];
  /** The handler that was looked up last; the start hook takes it. */
  private next: MessageHandler | undefined = undefined;

  /** @param targets the methods of controllers, by their patterns */
  constructor(
    private readonly watch: MessageWatch,
    private readonly server: RpcServer,
    private readonly targets: ReadonlyMap<unknown, MessageTarget>,
  ) {}

  attach(): void {
    const { server } = this;
    this.undo.push(
      overrideMethod(
        server,
        'getHandlerByPattern',
        before =>
          (...args) =>
            this.entryOf(Reflect.apply(before, server, args)),
      ),
    );
    const below = server.onProcessingStartHook;
    if (typeof below !== 'function') return;
    const hook = this.hookOver(below);
    server.onProcessingStartHook = hook;
    this.undo.push(() => {
      if (server.onProcessingStartHook === hook) server.onProcessingStartHook = below;
    });
  }

  /** A hook that the application has put over ours stays, and ours passes on. */
  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
    this.next = undefined;
  }

  private entryOf(found: unknown): unknown {
    this.next = undefined;
    const { tracer, logger } = this.watch;
    if (!tracer.isActive || typeof found !== 'function' || this.undo.length === 0) return found;
    try {
      const handler = found as PatternHandler;
      let known = this.handlers.get(handler);
      if (known === undefined) this.handlers.set(handler, (known = this.handlerOf(handler)));
      this.next = known;
      return known.entry;
    } catch (error) {
      logger.failure('The handler of a message could not be watched', error);
      return found;
    }
  }

  /** Named by the pattern of the code: subjects, topics and channels that a wildcard fits are chosen by clients. */
  private handlerOf(handler: PatternHandler): MessageHandler {
    let pattern: unknown = UNMATCHED;
    for (const [key, each] of this.server.getHandlers()) {
      if (each !== handler) continue;
      pattern = key;
      break;
    }
    const name = `${handler.isEventHandler === true ? 'event' : 'rpc'} ${String(pattern)}`;
    const reading = { brokerFacts: brokerFactsOf(this.server.transportId) };
    return new MessageHandler(new MessageSite(this.watch, name, this.targets.get(pattern), reading), handler);
  }

  private hookOver(below: StartHook): StartHook {
    const { server } = this;
    return (...args) => {
      const execution = this.begin();
      if (execution === undefined) return Reflect.apply(below, server, args);
      const { tracer } = this.watch;
      let result: unknown;
      try {
        result = tracer.run(execution.root, below, server, args);
      } catch (error) {
        this.drop(execution);
        throw error;
      }
      if (execution.name !== '') return result;
      // A hook of the application may call the handler later, or not at all.
      const drop = (): void => this.drop(execution);
      if (types.isPromise(result)) result.then(drop, drop);
      else drop();
      return result;
    };
  }

  private begin(): Execution | undefined {
    const { next } = this;
    this.next = undefined;
    if (next === undefined || !this.watch.tracer.isActive) return undefined;
    try {
      return next.site.begin();
    } catch (error) {
      this.watch.logger.failure('A message could not be watched', error);
      return undefined;
    }
  }

  private drop(execution: Execution): void {
    if (execution.name === '' && !execution.finished) this.watch.tracer.abandon(execution);
  }
}
