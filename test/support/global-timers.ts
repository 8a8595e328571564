// Replaces lib/platform/host-timers.ts in unit tests, so that their fake timers reach the library.
import { setTimeout as pauseFor } from 'node:timers/promises';

type Timers = typeof import('../../lib/platform/host-timers.js');

export const setTimeout: Timers['setTimeout'] = ((...args: Parameters<typeof globalThis.setTimeout>) =>
  globalThis.setTimeout(...args)) as Timers['setTimeout'];
export const clearTimeout: Timers['clearTimeout'] = timer => globalThis.clearTimeout(timer);
export const setInterval: Timers['setInterval'] = ((...args: Parameters<typeof globalThis.setInterval>) =>
  globalThis.setInterval(...args)) as Timers['setInterval'];
export const clearInterval: Timers['clearInterval'] = timer => globalThis.clearInterval(timer);
export const setImmediate: Timers['setImmediate'] = ((...args: Parameters<typeof globalThis.setImmediate>) =>
  globalThis.setImmediate(...args)) as Timers['setImmediate'];
export const clearImmediate: Timers['clearImmediate'] = timer => globalThis.clearImmediate(timer);
export const queueMicrotask: Timers['queueMicrotask'] = callback => globalThis.queueMicrotask(callback);
export const nextTick: Timers['nextTick'] = (callback, ...args) => process.nextTick(callback, ...args);
export const pause: Timers['pause'] = pauseFor;
