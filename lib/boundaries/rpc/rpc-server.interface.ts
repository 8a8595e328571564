import type { Callable } from '../../tracing/callable.js';

/** A handler of a pattern, as Nest keeps it. Handlers of one event are a chain, which the first one runs. @internal */
export interface PatternHandler extends Callable {
  readonly isEventHandler?: boolean;
}

/** Nest calls it for each message that has a handler, with the transport's id, the context, and the rest of the work. @internal */
export type StartHook = (...args: readonly unknown[]) => unknown;

/**
 * The used part of the `Server` of `@nestjs/microservices`. The package may not be installed, so its types are not imported.
 *
 * @internal
 */
export interface RpcServer {
  readonly transportId?: unknown;
  /** One slot without a getter. Absent before version 11.1.4. */
  onProcessingStartHook?: StartHook;
  /** All built-in transports but gRPC find the handler of a message by it. They call the start hook next. */
  getHandlerByPattern(...args: readonly unknown[]): unknown;
  /** By their patterns as Nest writes them; Kafka's may be regular expressions. */
  getHandlers(): ReadonlyMap<unknown, unknown>;
  normalizePattern(pattern: unknown): unknown;
}

/** False for a transport of the application's own without Nest's methods. @internal */
export function isRpcServer(value: unknown): value is RpcServer {
  if (typeof value !== 'object' || value === null) return false;
  const server = value as Partial<RpcServer>;
  return [server.getHandlerByPattern, server.getHandlers, server.normalizePattern].every(
    method => typeof method === 'function',
  );
}
