import { types } from 'node:util';
import { setImmediate } from '../../platform/host-timers.js';
import { clock } from '../../platform/clock.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { SHARED } from '../../platform/process-wide.js';
import { isObservable } from '../../tracing/observables.js';
import type { Callable } from '../../tracing/callable.js';
import { HttpExchange } from './http-exchange.js';

/** Key on a covered `apply`: the applications that use it, as a controller may belong to several. */
const USERS = Symbol.for(`${SHARED}:USERS`);

interface WatchedApply {
  readonly [USERS]: Set<EventHandlers>;
}

/**
 * Detects when a handler of server-sent events has set up its stream. An interceptor cannot: its Observable emits nothing
 * while the handler works, and nothing while there are no events.
 *
 * Nest calls handlers through their `apply`, which is covered, so a handler keeps its identity. A handler that is called in
 * another way has set up its stream with its first event.
 *
 * @internal
 */
export class EventHandlers {
  private readonly watched = new Set<Callable>();

  watch(handler: Callable): void {
    if (this.watched.has(handler) || types.isProxy(handler)) return;
    const own: unknown = Object.getOwnPropertyDescriptor(handler, 'apply')?.value;
    if (isWatched(own)) own[USERS].add(this);
    else if (own !== undefined || !cover(handler, this)) return;
    this.watched.add(handler);
  }

  restore(): void {
    for (const handler of this.watched) {
      const own: unknown = Object.getOwnPropertyDescriptor(handler, 'apply')?.value;
      if (!isWatched(own)) continue;
      own[USERS].delete(this);
      if (own[USERS].size === 0) Reflect.deleteProperty(handler, 'apply');
    }
    this.watched.clear();
  }
}

function cover(handler: Callable, user: EventHandlers): boolean {
  const users = new Set([user]);
  const apply = function (this: unknown, ...given: unknown[]): unknown {
    const result: unknown = Reflect.apply(Function.prototype.apply, this, given);
    if (users.size > 0) follow(result);
    return result;
  };
  return Reflect.defineProperty(handler, 'apply', {
    value: Object.assign(apply, { [USERS]: users }),
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function isWatched(value: unknown): value is WatchedApply {
  return typeof value === 'function' && !types.isProxy(value) && Object.hasOwn(value, USERS);
}

function follow(result: unknown): void {
  const execution = spanStorage.getStore()?.execution;
  if (execution === undefined || execution.finished) return;
  const exchange = HttpExchange.ofExecution(execution);
  if (exchange?.opensStream !== true) return;
  // Nest subscribes before this immediate: work that the source does at once is part of opening the stream.
  const opened = (stream: unknown): void => {
    if (isObservable(stream)) setImmediate(() => exchange.conclude(clock()));
  };
  if (!types.isPromise(result)) return opened(result);
  try {
    Reflect.apply(Promise.prototype.then, result, [opened, () => undefined]);
  } catch {
    // A subclass of Promise whose constructor throws: the first event ends the execution.
  }
}
