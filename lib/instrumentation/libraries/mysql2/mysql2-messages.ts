/** The server of a message. @internal */
export interface Mysql2Server {
  readonly database: string;
  /** A host, or the path of a Unix socket. */
  readonly serverAddress: string;
  /** Absent for a Unix socket. */
  readonly serverPort?: number | undefined;
}

/** The message of a query or of a prepared statement: the same object in each of its events. @internal */
export interface Mysql2Query extends Mysql2Server {
  /** With the values filled in, unless it is prepared. */
  readonly query: unknown;
}

/** The message of a request for a pool's connection: the same object in each of its events. @internal */
export interface Mysql2PoolConnect extends Mysql2Server {
  readonly result?: Mysql2Connection;
  readonly error?: unknown;
}

/** A connection of a pool, as far as it is read. No part of it is documented: each may be absent. @internal */
export interface Mysql2Connection {
  /** `null` when the connection has left the pool: it is destroyed or lost. */
  readonly _pool?: Mysql2Pool | null;
  readonly stream?: {
    readonly remoteAddress?: string | undefined;
    readonly remotePort?: number | undefined;
  };
}

/** @internal */
export interface Mysql2Pool {
  readonly config?: { readonly connectionLimit?: unknown };
  on(event: string, listener: (connection: Mysql2Connection) => void): unknown;
  off(event: string, listener: (connection: Mysql2Connection) => void): unknown;
}
