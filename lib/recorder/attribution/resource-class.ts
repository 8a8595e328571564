import { AsyncResource } from 'node:async_hooks';
import { types } from 'node:util';

/** A continuation of a promise. @internal */
export const PROMISE = 1;
/** `nextTick` and `queueMicrotask`: work that the previous callback queued. It keeps that callback's cause. @internal */
export const QUEUED = 2;
/** A callback of an `AsyncResource`: runs inside another callback, in the context it was bound to. @internal */
export const BOUND = 3;
/** A file operation, a lookup: wakes the loop for its creator. Kinds from here on wake the loop. @internal */
export const MACROTASK = 4;
/** A connection. It keeps the context in which it was opened, and other executions may use it now. @internal */
export const CONNECTION = 5;
/** A timer. One that does not keep the process alive is rarely awaited. @internal */
export const TIMER = 6;
/** Queued by an earlier callback; runs after all callbacks that were ready. @internal */
export const IMMEDIATE = 7;
/** A request to connect to a Unix socket: a {@link MACROTASK} that has the socket's path. @internal */
export const PIPE_CONNECT = 8;
/** A job of libuv's thread pool: a {@link MACROTASK} that may have been queued behind others. @internal */
export const POOL_JOB = 9;

/** An object without a class, perhaps of another realm. Each instance is checked. */
const PLAIN = 10;

/** Classes that are remembered; far more than Node has. */
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

/** Beside the jobs of Node's crypto: `PBKDF2Job`, `ScryptJob` … */
const POOL_JOBS = new Set([
  'FSReqPromise',
  'FSReqCallback',
  'FileHandleCloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
  'Zlib',
  'BrotliEncoder',
  'BrotliDecoder',
  'ZstdCompress',
  'ZstdDecompress',
]);

/**
 * The kind of an async resource, found once for each class.
 *
 * @internal
 */
export class ResourceClasses {
  private readonly byConstructor = new Map<unknown, number>();

  of(resource: object): number {
    const { constructor } = resource;
    // Nine in ten are continuations and ticks.
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

/** Node's ticks have a callback. Native addons use plain objects for their own work, mostly in the thread pool. */
function ofPlain(resource: { readonly callback?: unknown }): number {
  return resource.callback === undefined ? POOL_JOB : QUEUED;
}

/** True when a timer does not keep the process alive. An error thrown inside an async hook would end the process. */
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
  // Libraries and applications have subclasses.
  if (resource instanceof AsyncResource) return BOUND;
  if (name === 'Object') return PLAIN;
  if (typeof name !== 'string') return QUEUED;
  if (name === 'Timeout') return TIMER;
  if (name === 'Immediate') return IMMEDIATE;
  if (name === 'PipeConnectWrap') return PIPE_CONNECT;
  if (POOL_JOBS.has(name) || name.endsWith('Job')) return POOL_JOB;
  return CONNECTIONS.has(name) ? CONNECTION : MACROTASK;
}
