import type { Callable } from '../../../tracing/callable.js';
import type { Span } from '../../../tracing/execution.js';
import type { ProcessHooks } from '../wrapping/process-hooks.js';
import type { Callers } from './callers.js';
import type { PgApplication } from './pg-application.js';
import { readCall, withCallback } from './pg-call.js';
import type { PgClient, PgPool } from './pg-shapes.js';
import { callWithSettling, canObserve } from './settled-promise.js';
import { followSubmittable } from './submittable.js';
import type { Tracked } from './tracked.interface.js';

/**
 * The calls that pass the wrapped methods. Arguments, results and errors are the application's own, except that the
 * monitor's functions call the callbacks, in the same context. The monitor's own failure leaves a call as it was.
 *
 * @internal
 */
export class PgCalls {
  constructor(
    private readonly callers: Callers,
    private readonly hooks: ProcessHooks<PgApplication>,
  ) {}

  connect(original: Callable, pool: PgPool, args: readonly unknown[]): unknown {
    const callback = typeof args[0] === 'function' ? (args[0] as Callable) : undefined;
    let sent = args;
    let checkout: Tracked | undefined;
    try {
      if (callback !== undefined || canObserve(pool, 'Promise')) {
        const caller = this.callers.of(undefined);
        checkout = this.hooks.userOf(caller)?.checkout(caller, pool);
        if (callback !== undefined) sent = withCallback(args, 0, this.calling(callback, caller, checkout));
      }
    } catch (error) {
      this.hooks.fail(error);
    }
    return call(original, pool, callback === undefined ? 'Promise' : undefined, sent, checkout);
  }

  query(original: Callable, client: PgClient, args: readonly unknown[]): unknown {
    let sent = args;
    let statement: Tracked | undefined;
    let makesPromise = false;
    try {
      const { text, submittable, callback, callbackAt } = readCall(args);
      makesPromise = callback === undefined && submittable === undefined;
      if (!makesPromise || canObserve(client, '_Promise')) {
        const caller = this.callers.of(client);
        if (text !== undefined && caller !== undefined)
          statement = this.hooks.userOf(caller)?.begin(caller, client, text);
        if (callback !== undefined) sent = withCallback(args, callbackAt, this.calling(callback, caller, statement));
        else if (submittable !== undefined && statement !== undefined) followSubmittable(submittable, statement);
      }
    } catch (error) {
      this.hooks.fail(error);
    }
    return call(original, client, makesPromise ? '_Promise' : undefined, sent, statement);
  }

  /** Calls `callback` in the context in which pg calls it. */
  private calling(callback: Callable, caller: Span | undefined, tracked: Tracked | undefined): Callable {
    const { callers } = this;
    return function (this: unknown, ...results: unknown[]): unknown {
      tracked?.settled(results[0] !== undefined && results[0] !== null, results[1]);
      return callers.run(caller, callback, this, results);
    };
  }
}

/**
 * Calls the original method.
 *
 * @param key the property with the class of its promise; `undefined` for a call with a callback
 */
function call(
  original: Callable,
  self: object,
  key: string | undefined,
  args: readonly unknown[],
  tracked: Tracked | undefined,
): unknown {
  if (tracked === undefined) return Reflect.apply(original, self, args);
  if (key !== undefined) return callWithSettling(self, key, tracked, original, args);
  try {
    return Reflect.apply(original, self, args);
  } catch (error) {
    // A call that throws sends nothing.
    tracked.settled(true, undefined);
    throw error;
  }
}
