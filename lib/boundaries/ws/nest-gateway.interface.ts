import type { Callable } from '../../tracing/callable.js';

// The used parts of @nestjs/websockets. The package may not be installed, so its types are not imported.

/** A handler as Nest gives it to the adapter: bound to the gateway and to one client. @internal */
export interface BoundHandler {
  /** The message of `@SubscribeMessage()`: mostly a string. */
  readonly message: unknown;
  readonly callback: Callable;
}

/** Makes an Observable of a handler's promise: its values are the answers to the client. @internal */
export type Transform = (deferred: unknown, ...rest: unknown[]) => unknown;

type Bind = (client: unknown, handlers: readonly BoundHandler[], transform: Transform, ...rest: unknown[]) => unknown;

/** The application's WebSocket adapter. Nest calls it for each client and gateway. @internal */
export interface GatewayAdapter {
  bindMessageHandlers: Bind;
}

/** Nest's own keys of metadata. Its packages do not export these constants in all versions. @internal */
export const METADATA = {
  gateway: 'websockets:is_gateway',
  isHandler: 'websockets:message_mapping',
  message: 'message',
  filters: '__exceptionFilters__',
} as const;
