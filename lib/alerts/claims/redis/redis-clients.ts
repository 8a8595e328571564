/**
 * The part of a node-redis client (`@redis/client`) that claims need: of a server, a cluster or a sentinel, from version
 * 4 on.
 *
 * @internal
 */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  /** Clusters and sentinels expose none. In version 4, neither does a client that was created without options. */
  readonly options?: { readonly socket?: object };
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  set(key: string, value: string, options: { PX: number; NX?: true; XX?: true }): Promise<unknown>;
  get(key: string): Promise<unknown>;
  pTTL(key: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
  /** Sentinels have it from version 6 on. */
  duplicate?(overrides?: object): NodeRedisClient;
  connect(): Promise<unknown>;
  /** Version 4 has only `disconnect()`. */
  destroy?(): unknown;
  disconnect?(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  /** Only a client of one server has it. */
  unref?(): void;
}

/** The part of an ioredis or iovalkey client that claims need. @internal */
export interface IoRedisClient {
  readonly status: string;
  readonly isCluster?: boolean;
  readonly options?: { readonly keyPrefix?: string };
  /** The socket. A cluster has several, and no such property. */
  readonly stream?: { unref?(): unknown };
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  set(key: string, value: string, px: 'PX', forMs: number, when: 'NX' | 'XX'): Promise<unknown>;
  get(key: string): Promise<unknown>;
  pttl(key: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
  duplicate(overrides?: object): IoRedisClient;
  connect(): Promise<unknown>;
  disconnect(): void;
  on(event: 'error' | 'ready' | 'end', listener: (error: unknown) => void): unknown;
}

/** @internal */
export type DuplicableClient = NodeRedisClient & Required<Pick<NodeRedisClient, 'duplicate'>>;

type Methods = Record<string, unknown>;

/** @internal */
export function isIoRedisClient(value: unknown): value is IoRedisClient {
  return hasMethods(value, ['eval', 'duplicate', 'connect', 'disconnect', 'on']) && typeof value.status === 'string';
}

/** @internal */
export function isNodeRedisClient(value: unknown): value is NodeRedisClient {
  return (
    hasMethods(value, ['eval', 'connect', 'on']) &&
    (hasMethods(value, ['destroy']) || hasMethods(value, ['disconnect'])) &&
    typeof value.isOpen === 'boolean'
  );
}

/** @internal */
export function isDuplicable(client: NodeRedisClient): client is DuplicableClient {
  return typeof client.duplicate === 'function';
}

function hasMethods(value: unknown, names: readonly string[]): value is Methods {
  return (
    typeof value === 'object' && value !== null && names.every(name => typeof (value as Methods)[name] === 'function')
  );
}
