import { inspect, types } from 'node:util';

/** No custom inspection of the user's runs, and nothing deep is looked at but what names the value. */
const SHALLOW = { depth: 0, customInspect: false, getters: false, maxArrayLength: 0, maxStringLength: 0 } as const;
const UNSETTLED = /^[^{]*\{\s*<(pending|rejected)>/;

/**
 * How a native promise stands. Node tells it only through `util.inspect`, some microseconds a call: not for the hot
 * path, and without a handler that would change what becomes of a rejection.
 *
 * @internal
 */
export function promiseState(promise: unknown): 'pending' | 'fulfilled' | 'rejected' {
  if (!types.isPromise(promise) || types.isProxy(promise)) return 'fulfilled';
  try {
    const found = UNSETTLED.exec(inspect(promise, SHALLOW))?.[1];
    return found === 'pending' || found === 'rejected' ? found : 'fulfilled';
  } catch {
    // A value of the user's that does not let itself be named: there is one, so that the promise has settled.
    return 'fulfilled';
  }
}
