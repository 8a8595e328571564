import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import type { GrpcCall, GrpcDefinition, GrpcServer } from './grpc-server.interface.js';
import { MessageSite, type MessageTarget, type MessageWatch } from './message-site.js';
import { type GrpcServerState, RunningGrpcCall } from './running-grpc-call.js';

/** Nest's name for a method that handles its stream by itself: `@GrpcStreamCall()`. */
const PASSED_THROUGH = 'pt_stream';

/**
 * Watches the calls of one gRPC server. Its methods are wrapped when Nest makes them. gRPC keeps them: after the end of the
 * monitor they only pass on.
 *
 * @internal
 */
export class WatchedGrpcServer implements GrpcServerState {
  isClosing = false;
  private readonly undo: (() => void)[] = [];

  /** @param targets the methods of controllers, by their patterns */
  constructor(
    private readonly watch: MessageWatch,
    private readonly server: GrpcServer,
    private readonly targets: ReadonlyMap<unknown, MessageTarget>,
  ) {}

  attach(): void {
    const { server } = this;
    this.undo.push(
      overrideMethod(server, 'createServiceMethod', before => (...args) => {
        const method: unknown = before.apply(server, args);
        return typeof method === 'function' ? this.watched(method as Callable, args) : (method as Callable);
      }),
      overrideMethod(server, 'close', before => () => {
        this.isClosing = true;
        return before.apply(server);
      }),
    );
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private watched(
    method: Callable,
    [handler, definition, streaming]: Parameters<GrpcServer['createServiceMethod']>,
  ): Callable {
    try {
      const contextArgs = streaming === PASSED_THROUGH ? undefined : argsOf;
      const target = this.targets.get(this.patternOf(handler));
      const site = new MessageSite(this.watch, nameOf(definition), target, { argsOf: contextArgs });
      const begin = (args: readonly unknown[]): RunningGrpcCall | undefined => this.begin(site, definition, args);
      return function (this: unknown, ...args: unknown[]): unknown {
        const call = begin(args);
        return call === undefined ? Reflect.apply(method, this, args) : call.run(method, this, args);
      };
    } catch (error) {
      this.watch.logger.failure('The calls of a gRPC method cannot be watched', error);
      return method;
    }
  }

  private begin(site: MessageSite, definition: GrpcDefinition, args: readonly unknown[]): RunningGrpcCall | undefined {
    const call = args[0] as GrpcCall;
    if (this.undo.length === 0 || this.isOver(call)) return undefined;
    const message = site.open(args);
    return message && new RunningGrpcCall(this.watch, message, call, definition, this);
  }

  /** After its deadline gRPC has answered a call, and does not emit its end. */
  private isOver(call: GrpcCall): boolean {
    try {
      return Number(call.getDeadline()) <= Date.now();
    } catch (error) {
      this.watch.logger.failure('The deadline of a gRPC call could not be read', error);
      return true;
    }
  }

  private patternOf(handler: Callable): unknown {
    for (const [pattern, each] of this.server.getHandlers()) if (each === handler) return pattern;
    return undefined;
  }
}

/** The arguments of a handler. Those of a client's stream have an Observable in place of the request. */
function argsOf([call]: readonly unknown[]): readonly unknown[] {
  const { request, metadata } = call as GrpcCall;
  return [request, metadata, call];
}

/** `rpc orders.v1.Orders/Find` */
function nameOf({ path }: GrpcDefinition): string {
  return `rpc ${typeof path === 'string' ? path.replace(/^\//, '') : '(unnamed)'}`;
}
