/** The address of a server. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** Present only where the library must connect through the Unix socket. */
  readonly socketPath?: string;
}

export type ServerName = 'postgres' | 'mariadb' | 'redis' | 'http';

/**
 * The servers of a run, the same for all libraries.
 *
 * - `postgres`, `mariadb`: user `postgres` or `root` without a password, database `truth` with the table
 *   `item(id, name, grp, qty)` of 100 000 rows. PostgreSQL has the view of `sleeping-item.ts`, too.
 * - `redis`: the key `large` has 60 MB. No key `empty:*` exists.
 * - `http`: `/slow?ms=400`, `/items/17?ms=10`, `/rows?count=100000` (JSON), `/stream?pieces=20`.
 */
export type Servers = Readonly<Record<ServerName, Address>>;

/** The part of the data that one library changes. Two libraries run at the same time. */
export interface Own {
  /** The `id` of the row that the library locks. */
  readonly row: number;
  /** A Redis key without a value: `BLPOP` waits for it until its time limit. */
  readonly emptyKey: string;
}
