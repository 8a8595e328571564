import { executionAsyncResource } from 'node:async_hooks';

/** A connection that received the end of an answer, or was closed; and undici's pause before the next request. */
const CALLBACKS = new Set(['TCP', 'TLSWrap', 'Pipe', 'Immediate']);

/**
 * True where undici may be creating a request that waited in the queue of a pool with all connections busy. undici does so
 * in the context of the execution that opened the connection: the sender cannot be identified. Code after an `await`, and
 * so all that `fetch` sends by itself, does not run directly in such a callback.
 *
 * @internal
 */
export function leavesQueue(): boolean {
  const { constructor } = executionAsyncResource();
  return CALLBACKS.has(constructor.name);
}
