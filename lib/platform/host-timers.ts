import * as timers from 'node:timers';
import { setTimeout as pauseFor } from 'node:timers/promises';

// Taken when the module is loaded, never from the global object. Test suites that fake timers replace the globals, and
// some tools replace Node's module, too: `runAllTimers()` would then fire the monitor's intervals without end.

/** @internal */
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = timers;

/** `setTimeout` of `node:timers/promises`. @internal */
export const pause = pauseFor;

/** @internal */
export const queueMicrotask = globalThis.queueMicrotask;

/** Runs after the microtasks, in the same turn of the event loop. @internal */
export const { nextTick } = process;
