import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Callable } from '../../tracing/callable.js';

/**
 * Whether the socket of a request is a connection. Adapters for serverless platforms and mocks make requests without one,
 * around a plain object or a socket that was never connected.
 *
 * @internal
 */
export function isConnection(socket: Socket | undefined): boolean {
  return socket instanceof Socket && !socket.pending;
}

/**
 * Calls `ended` when a response that no client takes is over: many a stand-in for a server does not close it.
 *
 * @returns false for one that will never signal it
 * @internal
 */
export function hearsOfItsEnd(response: ServerResponse, ended: () => void): boolean {
  if (response.socket === null) {
    onceHandedOver(response, ended);
    return true;
  }
  response.on('finish', ended);
  // Mocks have emitters that do nothing.
  return ((response as Partial<ServerResponse>).listenerCount?.('finish') ?? 0) > 0;
}

/**
 * Whether a response of HTTP/1 waits for its turn: its client sent several requests at once on one connection, and
 * Node has not handed it the connection yet.
 *
 * @internal
 */
export function isPipelined(response: ServerResponse): boolean {
  return response.socket === null;
}

/**
 * Calls `ended` when such a response was handed over in whole. It has no event for that: `prefinish` comes when those
 * before it have gone out. So its `end` is covered, for this response alone.
 *
 * @internal
 */
export function onceHandedOver(response: ServerResponse, ended: () => void): void {
  const own = Object.getOwnPropertyDescriptor(response, 'end')?.value as Callable | undefined;
  const end = function (this: unknown, ...given: unknown[]): unknown {
    // Looked up when it is called: frameworks put a prototype of theirs below the response.
    const original = own ?? (Reflect.get(Object.getPrototypeOf(response) as object, 'end') as Callable);
    const result = Reflect.apply(original, this, given);
    ended();
    return result;
  };
  Reflect.defineProperty(response, 'end', { value: end, writable: true, configurable: true, enumerable: false });
}
