import { inspect, types } from 'node:util';

/** Runs no custom inspection of the user, and inspects no more of the value than its name. */
const SHALLOW = { depth: 0, customInspect: false, getters: false, maxArrayLength: 0, maxStringLength: 0 } as const;
const REJECTION = /^[^{]*\{\s*<rejected>\s+([^\n]{0,200})/;
const UNSETTLED = /^[^{]*\{\s*<(pending|rejected)>/;

/**
 * The state of a native promise. Only `util.inspect` shows it without a handler, which would change how a rejection is
 * treated. A call costs some microseconds: too much for the hot path.
 *
 * @internal
 */
export function promiseState(promise: unknown): 'pending' | 'fulfilled' | 'rejected' {
  if (!types.isPromise(promise) || types.isProxy(promise)) return 'fulfilled';
  try {
    const found = UNSETTLED.exec(inspect(promise, SHALLOW))?.[1];
    return found === 'pending' || found === 'rejected' ? found : 'fulfilled';
  } catch {
    // The inspection of a value failed, so there is one: the promise has settled.
    return 'fulfilled';
  }
}

/** The first line of the error that a promise was rejected with; else empty. As costly as the state. */
export function rejectionText(promise: unknown): string {
  if (!types.isPromise(promise) || types.isProxy(promise)) return '';
  try {
    return REJECTION.exec(inspect(promise, SHALLOW))?.[1] ?? '';
  } catch {
    return '';
  }
}

/**
 * True when a promise was rejected. As costly as the state.
 *
 * @param postponedBy matches errors that are no failures
 * @internal
 */
export function hasFailed(promise: unknown, postponedBy?: RegExp): boolean {
  return promiseState(promise) === 'rejected' && postponedBy?.test(rejectionText(promise)) !== true;
}
