import type { SqlDialect } from './sql-dialect.js';

/** A kind of server, as reports name it. @internal */
export interface SqlServer {
  readonly system: string;
  readonly dialect: SqlDialect;
  readonly port?: number;
}

const POSTGRESQL: SqlServer = { system: 'postgresql', dialect: 'postgresql', port: 5432 };
const MYSQL: SqlServer = { system: 'mysql', dialect: 'mysql', port: 3306 };
const SQLITE: SqlServer = { system: 'sqlite', dialect: 'sqlite' };
const OTHER: SqlServer = { system: 'sql', dialect: 'unknown' };

/** The names of ORMs for kinds of servers and their drivers. */
const SERVERS: ReadonlyMap<string, SqlServer> = new Map([
  ...['postgres', 'postgresql', 'pg', 'pgnative', 'aurora-postgres'].map(name => [name, POSTGRESQL] as const),
  ['cockroachdb', { ...POSTGRESQL, system: 'cockroachdb', port: 26_257 }],
  ...['redshift', 'pg-redshift'].map(name => [name, { ...POSTGRESQL, system: 'redshift', port: 5439 }] as const),
  ...['mysql', 'mysql2', 'mariadb', 'aurora-mysql'].map(name => [name, MYSQL] as const),
  ...['sqlite', 'sqlite3', 'better-sqlite3', 'sqljs', 'libsql'].map(name => [name, SQLITE] as const),
  ['mssql', { system: 'mssql', dialect: 'unknown', port: 1433 }],
  ...['oracle', 'oracledb'].map(name => [name, { system: 'oracle', dialect: 'unknown', port: 1521 } as const] as const),
]);

/** @param name as an ORM names its dialect or driver @internal */
export function sqlServer(name: unknown): SqlServer {
  return (typeof name === 'string' ? SERVERS.get(name) : undefined) ?? OTHER;
}
