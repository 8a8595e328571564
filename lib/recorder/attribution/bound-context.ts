import { AsyncResource, type AsyncLocalStorage } from 'node:async_hooks';

type Frame = { get?(storage: unknown): unknown } | undefined;

/**
 * Reads, in the `before` hook of an `AsyncResource`, the store that its callback will see. From version 24, Node switches
 * stores after the hook. `getStore()` returns the caller's store there, and the caller would be charged for the callback.
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
