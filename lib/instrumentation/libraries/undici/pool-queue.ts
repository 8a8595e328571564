import { executionAsyncResource } from 'node:async_hooks';

/** A connection that received the end of an answer, or was closed; and undici's pause before the next request. */
const CALLBACKS = new Set(['TCP', 'TLSWrap', 'Pipe', 'Immediate']);

/**
 * True when the running callback may send a request from the queue of a pool with all connections busy. It is sent in
 * the context of the execution that opened the connection, so its real sender is unknown. Code after an `await` does not
 * run directly in such a callback, and `fetch` sends only there.
 *
 * @internal
 */
export function leavesQueue(): boolean {
  const { constructor } = executionAsyncResource();
  return CALLBACKS.has(constructor.name);
}
