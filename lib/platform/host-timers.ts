import * as timers from 'node:timers';
import { setTimeout as pauseFor } from 'node:timers/promises';

// Taken when the module is loaded, and never from the global object. A test suite that fakes timers replaces the
// globals, and some tools replace Node's module, too: `runAllTimers()` would fire an interval of ours without end.

/** @internal */
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = timers;

/** `setTimeout` of `node:timers/promises`. @internal */
export const pause = pauseFor;

/** @internal */
export const queueMicrotask = globalThis.queueMicrotask;
