import type { Callable } from '../../../tracing/callable.js';
import type { Span } from '../../../tracing/execution.js';
import type { ProcessHooks } from '../wrapping/process-hooks.js';
import type { Callers } from './callers.js';
import type { PgApplication } from './pg-application.js';
import { readCall } from './pg-call.js';
import type { PgClient, PgPool } from './pg-shapes.js';
import { callWithSettling, canObserve } from './settled-promise.js';
import { followSubmittable } from './submittable.js';
import type { Settled } from './tracked.interface.js';

/** A call of the original method, which the application's own call has become. */
type Prepared = () => unknown;

/**
 * The calls that pass the wrapped methods. Arguments, results and errors are the application's own, except that the
 * monitor's functions call the callbacks, in the same context.
 *
 * @internal
 */
export class PgCalls {
  constructor(
    private readonly callers: Callers,
    private readonly hooks: ProcessHooks<PgApplication>,
  ) {}

  connect(original: Callable, pool: PgPool, args: readonly unknown[]): unknown {
    return this.call(original, pool, args, () => this.prepareConnect(original, pool, args));
  }

  query(original: Callable, client: PgClient, args: readonly unknown[]): unknown {
    return this.call(original, client, args, () => this.prepareQuery(original, client, args));
  }

  private prepareConnect(original: Callable, pool: PgPool, args: readonly unknown[]): Prepared | undefined {
    const callback = typeof args[0] === 'function' ? (args[0] as Callable) : undefined;
    if (callback === undefined && !canObserve(pool, 'Promise')) return undefined;
    const caller = this.callers.of(undefined);
    const settled = this.hooks.userOf(caller)?.checkout(caller, pool);
    if (callback !== undefined) {
      const calling = this.calling(callback, caller, settled);
      return () => Reflect.apply(original, pool, [calling, ...args.slice(1)]);
    }
    if (settled === undefined) return undefined;
    return () => callWithSettling(pool, 'Promise', settled, () => Reflect.apply(original, pool, args));
  }

  private prepareQuery(original: Callable, client: PgClient, args: readonly unknown[]): Prepared | undefined {
    const { text, submittable, callback, withCallback } = readCall(args);
    if (callback === undefined && submittable === undefined && !canObserve(client, '_Promise')) return undefined;
    const caller = this.callers.of(client);
    const settled = text === undefined ? undefined : caller && this.hooks.userOf(caller)?.begin(caller, client, text);
    if (callback !== undefined) {
      const changed = withCallback(this.calling(callback, caller, settled));
      return () => ending(settled, () => Reflect.apply(original, client, changed));
    }
    if (settled === undefined) return undefined;
    if (submittable !== undefined) followSubmittable(submittable, settled);
    const plain = (): unknown => ending(settled, () => Reflect.apply(original, client, args));
    return submittable === undefined ? () => callWithSettling(client, '_Promise', settled, plain) : plain;
  }

  /** Calls `callback` in the context in which pg calls it. */
  private calling(callback: Callable, caller: Span | undefined, settled: Settled | undefined): Callable {
    const { callers } = this;
    return function (this: unknown, ...results: unknown[]): unknown {
      settled?.(results[0] !== undefined && results[0] !== null, results[1]);
      return callers.run(caller, callback, this, results);
    };
  }

  /** The monitor's own failure must not reach the application: then the call is as it was. */
  private call(
    original: Callable,
    self: unknown,
    args: readonly unknown[],
    prepare: () => Prepared | undefined,
  ): unknown {
    let prepared: Prepared | undefined;
    try {
      prepared = prepare();
    } catch (error) {
      this.hooks.fail(error);
    }
    return prepared === undefined ? Reflect.apply(original, self, args) : prepared();
  }
}

/** A call that throws sends nothing. */
function ending(settled: Settled | undefined, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    settled?.(true, undefined);
    throw error;
  }
}
