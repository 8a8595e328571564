import { types } from 'node:util';

/** A continuation of a promise. @internal */
export const PROMISE = 1;
/** Work queued by the callback before it: `nextTick`, `queueMicrotask`, `AsyncResource`. It keeps that one's cause. @internal */
export const QUEUED = 2;
/** Something that woke the loop for whoever made it: a timer, a file operation, a look-up. @internal */
export const MACROTASK = 3;
/** A connection woke the loop. It keeps the context in which it was opened, whoever waits for it now. @internal */
export const CONNECTION = 4;
/** A timer: one that does not keep the process alive is rarely waited for. @internal */
export const TIMER = 5;

/** An object without a class, perhaps of another realm: each must be looked at. */
const PLAIN = 6;

/** Classes of async resources that are told apart; far more than Node has. */
const MAX_CLASSES = 512;

const QUEUES = new Set(['AsyncResource', 'Microtask']);

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
    const kind = types.isPromise(resource) ? PROMISE : classOf((constructor as { name?: unknown } | undefined)?.name);
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

function classOf(name: unknown): number {
  if (name === 'Object') return PLAIN;
  if (typeof name !== 'string' || QUEUES.has(name)) return QUEUED;
  if (name === 'Timeout') return TIMER;
  return CONNECTIONS.has(name) ? CONNECTION : MACROTASK;
}
