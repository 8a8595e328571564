import { AsyncResource, type AsyncLocalStorage } from 'node:async_hooks';

type Frame = { get?(storage: unknown): unknown } | undefined;

/**
 * Reads the store that the callback of an `AsyncResource` will see, in its `before` hook. From version 24 on Node switches
 * to it only after the hook: until then `getStore()` still gives the caller's, and the caller would be charged for the
 * bound callback.
 *
 * @internal
 */
export function boundStoreReader<T>(storage: AsyncLocalStorage<T>): (resource: object) => T | undefined {
  const probe = {} as T;
  const resource = storage.run(probe, () => new AsyncResource('PerformanceMonitor'));
  const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame');
  const fromStack = (): T | undefined => storage.getStore();
  if (symbol === undefined) return fromStack;
  const fromFrame = (bound: object): T | undefined =>
    (bound as Record<symbol, Frame>)[symbol]?.get?.(storage) as T | undefined;
  return fromFrame(resource) === probe ? fromFrame : fromStack;
}
