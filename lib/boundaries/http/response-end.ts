import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Callable } from '../../tracing/callable.js';

/**
 * True when the socket of a request is a connection. Adapters for serverless platforms and mocks make requests without one,
 * around a plain object or a socket that was never connected.
 *
 * @internal
 */
export function isConnection(socket: Socket | undefined): boolean {
  return socket instanceof Socket && !socket.pending;
}

/**
 * Calls `ended` at the end of a response that has no client: many substitutes for a server never close it.
 *
 * @returns false for a response that will never signal its end
 * @internal
 */
export function signalsItsEnd(response: ServerResponse, ended: () => void): boolean {
  if (response.socket === null) {
    onceHandedOver(response, ended);
    return true;
  }
  response.on('finish', ended);
  // Mocks have emitters that do nothing.
  return ((response as Partial<ServerResponse>).listenerCount?.('finish') ?? 0) > 0;
}

/**
 * True while a response of HTTP/1 waits for earlier ones: Node has not assigned the connection to it yet. Its client sent
 * several requests at once on one connection.
 *
 * @internal
 */
export function isPipelined(response: ServerResponse): boolean {
  return response.socket === null;
}

/**
 * Calls `ended` when the application has handed over such a response. It has no event for that: `prefinish` waits for the
 * earlier responses. So its `end` is covered, for this response alone.
 *
 * @internal
 */
export function onceHandedOver(response: ServerResponse, ended: () => unknown): void {
  const own = Object.getOwnPropertyDescriptor(response, 'end')?.value as Callable | undefined;
  const end = function (this: unknown, ...given: unknown[]): unknown {
    // Read at each call: frameworks insert their own prototype into the response later.
    const original = own ?? (Reflect.get(Object.getPrototypeOf(response) as object, 'end') as Callable);
    const result = Reflect.apply(original, this, given);
    ended();
    return result;
  };
  Reflect.defineProperty(response, 'end', { value: end, writable: true, configurable: true, enumerable: false });
}
