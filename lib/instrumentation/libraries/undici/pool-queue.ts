import { executionAsyncResource } from 'node:async_hooks';

/**
 * True where undici may be creating a request that waited in the queue of a pool with all connections busy. undici does so
 * in an immediate, in the context of the execution that opened the connection: the sender cannot be identified. Code after
 * an `await` runs outside of immediates.
 *
 * @internal
 */
export function leavesQueue(): boolean {
  return '_onImmediate' in executionAsyncResource();
}
