/** The used part of a query of postgres.js: a promise that sends its statement when it is awaited. */
export interface PostgresQuery {
  /** The parts of its template; of `sql.unsafe()`, its whole text. */
  readonly strings: readonly string[];
  readonly args: readonly unknown[];
  /** True after the first call of `handle()`. */
  readonly executed: boolean;
  /** The server's side of its connection, one object for each connection. Absent until it is sent. */
  readonly state: object | null;
  /** The same for all queries of one `sql`. postgres.js' own queries have none, and cancelled ones none any more. */
  readonly canceller?: object | null;
  resolve: (this: void, result: unknown) => unknown;
  reject: (this: void, error: unknown) => unknown;
}

/** The used part of the options of a `sql`. */
export interface PostgresOptions {
  readonly host?: readonly unknown[];
  readonly port?: readonly unknown[];
  readonly path?: unknown;
  readonly database?: unknown;
}

/** A `sql` of postgres.js. */
export interface PostgresSql {
  readonly options: PostgresOptions;
  unsafe(text: string): unknown;
}

/** True for a `sql`: a function with these members of its own. Calls no getter. @internal */
export function isSql(value: object): value is PostgresSql {
  return (
    typeof value === 'function' &&
    ['unsafe', 'begin', 'reserve', 'listen'].every(key => typeof own(value, key) === 'function') &&
    typeof own(value, 'options') === 'object'
  );
}

/** True for a query: the only promise with these members. @internal */
export function isQuery(value: unknown): value is PostgresQuery {
  return value instanceof Promise && Array.isArray(own(value, 'strings')) && Array.isArray(own(value, 'args'));
}

function own(target: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
}
