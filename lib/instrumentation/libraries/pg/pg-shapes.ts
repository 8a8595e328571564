import type { Socket } from 'node:net';

/** The settings of a pool that identify its server and its size. */
export interface PgPoolOptions {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
  readonly user?: unknown;
  readonly connectionString?: unknown;
  readonly max?: unknown;
}

type ReleaseListener = (error: unknown, client: object) => void;

/** The used part of a pool of pg. */
export interface PgPool {
  readonly options?: PgPoolOptions;
  readonly waitingCount?: unknown;
  readonly idleCount?: unknown;
  readonly totalCount?: unknown;
  on(event: 'release', listener: ReleaseListener): unknown;
  removeListener(event: 'release', listener: ReleaseListener): unknown;
}

/** The used part of a client of pg, native or not. */
export interface PgClient {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
  /** The server's process behind the connection, once it is open. */
  readonly processID?: unknown;
  readonly connection?: { readonly stream?: Pick<Socket, 'remoteAddress' | 'remotePort'> };
}

const POOL_METHODS = ['connect', 'query', 'newClient', 'end'] as const;
const CLIENT_METHODS = ['connect', 'query', 'getTypeParser', 'end'] as const;

/** The prototype with the methods of a pool; `undefined` for other objects. @internal */
export function poolPrototype(instance: object): object | undefined {
  return basePrototype(instance, POOL_METHODS);
}

/** The prototype with the methods of a client; `undefined` for other objects. @internal */
export function clientPrototype(instance: object): object | undefined {
  return basePrototype(instance, CLIENT_METHODS);
}

/**
 * The prototypes of a copy of pg: of its pool, and of the clients that it has loaded.
 *
 * @param exports of the package
 * @internal
 */
export function* prototypesOfPackage(exports: unknown): Generator<object> {
  yield* prototypesOf(exports);
  // pg's getter would load its native client.
  yield* prototypesOf(ownValue(exports, 'native'));
}

function* prototypesOf(exports: unknown): Generator<object> {
  for (const name of ['Pool', 'Client']) {
    const prototype = ownValue(ownValue(exports, name), 'prototype');
    if (isObject(prototype)) yield prototype;
  }
}

/** The last one in the chain that has all methods: a subclass calls it. Runs no code of the instance. */
function basePrototype(instance: object, methods: readonly string[]): object | undefined {
  let base: object | undefined;
  for (let each: unknown = instance; isObject(each); each = Object.getPrototypeOf(each)) {
    const prototype = each;
    if (methods.every(method => typeof ownValue(prototype, method) === 'function')) base = prototype;
  }
  return base;
}

/** The value of an own property; `undefined` for a getter. @internal */
export function ownValue(target: unknown, key: string): unknown {
  if (!isObject(target)) return undefined;
  return Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
