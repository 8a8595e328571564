import { AsyncResource } from 'node:async_hooks';
import { types } from 'node:util';

/** A continuation of a promise. @internal */
export const PROMISE = 1;
/** Work queued by the callback before it: `nextTick`, `queueMicrotask`. It keeps that one's cause. @internal */
export const QUEUED = 2;
/** A callback that runs inside another in the context it was bound to: of an `AsyncResource`. @internal */
export const BOUND = 3;
/** Something that woke the loop for whoever made it: a file operation, a look-up. All after it wake the loop. @internal */
export const MACROTASK = 4;
/** A connection woke the loop. It keeps the context in which it was opened, whoever waits for it now. @internal */
export const CONNECTION = 5;
/** A timer: one that does not keep the process alive is rarely waited for. @internal */
export const TIMER = 6;
/** Put off by an earlier callback until all others that were ready have run. @internal */
export const IMMEDIATE = 7;

/** An object without a class, perhaps of another realm: each must be looked at. */
const PLAIN = 8;

/** Classes of async resources that are told apart; far more than Node has. */
const MAX_CLASSES = 512;

const CONNECTIONS = new Set([
  'TCP',
  'Pipe',
  'TLSWrap',
  'TTY',
  'UDP',
  'WriteWrap',
  'ShutdownWrap',
  'HTTPClientAsyncResource',
  'Http2Session',
  'Http2Stream',
]);

/**
 * Tells what an async resource means, by its class: looked up once for each.
 *
 * @internal
 */
export class ResourceClasses {
  private readonly byConstructor = new Map<unknown, number>();

  of(resource: object): number {
    const { constructor } = resource;
    // Nine in ten: continuations and ticks.
    if (constructor === Promise) return PROMISE;
    if (constructor === Object) return ofPlain(resource);
    const kind = this.byConstructor.get(constructor) ?? this.classify(resource, constructor);
    return kind === PLAIN ? ofPlain(resource) : kind;
  }

  private classify(resource: object, constructor: unknown): number {
    const kind = kindOf(resource, (constructor as { name?: unknown } | undefined)?.name);
    if (this.byConstructor.size < MAX_CLASSES) this.byConstructor.set(constructor, kind);
    return kind;
  }
}

/** Node's ticks, and what native addons make for work of theirs: that is no tick, and wakes the loop. */
function ofPlain(resource: { readonly callback?: unknown }): number {
  return resource.callback === undefined ? MACROTASK : QUEUED;
}

/** Whether a timer was told not to keep the process alive. An error thrown inside an async hook would end the process. */
export function isUnreferenced(timer: { hasRef?: () => boolean }): boolean {
  try {
    return timer.hasRef?.() === false;
  } catch {
    return false;
  }
}

function kindOf(resource: object, name: unknown): number {
  if (types.isPromise(resource)) return PROMISE;
  if (name === 'Microtask') return QUEUED;
  // Those of libraries and applications have classes of their own.
  if (resource instanceof AsyncResource) return BOUND;
  if (name === 'Object') return PLAIN;
  if (typeof name !== 'string') return QUEUED;
  if (name === 'Timeout') return TIMER;
  if (name === 'Immediate') return IMMEDIATE;
  return CONNECTIONS.has(name) ? CONNECTION : MACROTASK;
}
