import type { Callable } from '../../tracing/callable.js';
import type { RpcServer } from './rpc-server.interface.js';

/** The used part of a method of a service, as `@grpc/grpc-js` builds it from the definition. @internal */
export interface GrpcDefinition {
  /** `/orders.v1.Orders/Find` */
  readonly path?: unknown;
  readonly requestStream?: boolean;
  readonly responseStream?: boolean;
}

type Listener = (...args: never[]) => void;

/** The used part of a call, as `@grpc/grpc-js` passes it to a method of a service. @internal */
export interface GrpcCall {
  readonly request?: unknown;
  readonly metadata?: unknown;
  /** A client's, or the server's own. Both are `cancelled` for the server. */
  getDeadline(): Date | number;
  on(event: string, listener: Listener): unknown;
  emit: Callable;
  /** Present where answers are a stream. */
  write?: Callable;
}

/**
 * The used part of Nest's server for gRPC. It gives each method of its services to gRPC once, when it starts to listen, and
 * looks up no handlers.
 *
 * @internal
 */
export interface GrpcServer extends RpcServer {
  createServiceMethod(handler: Callable, definition: GrpcDefinition, streaming: unknown): Callable;
  /** Ends all calls. */
  close(): unknown;
}

/** @internal */
export function isGrpcServer(server: RpcServer): server is GrpcServer {
  return typeof (server as Partial<GrpcServer>).createServiceMethod === 'function';
}
