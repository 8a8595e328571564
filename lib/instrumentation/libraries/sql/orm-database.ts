import type { Statement } from '../../../tracing/statement.interface.js';
import { serverAddress, type ServerSettings } from './server-address.js';
import { sqlServer } from './sql-server.js';
import { SqlStatements } from './sql-statements.js';

/**
 * One database of an ORM, and its statements.
 *
 * @internal
 */
export class OrmDatabase {
  /** The server and the database: `db:5432/shop`; empty when it is unknown. */
  readonly peer: string;
  private readonly statements: SqlStatements;

  /**
   * @param kind as the ORM names the kind of server, or its driver
   * @param settings `undefined` when the application makes them later
   */
  constructor(kind: unknown, settings: ServerSettings | undefined) {
    const { system, dialect, port } = sqlServer(kind);
    this.statements = new SqlStatements(system, dialect);
    this.peer = settings === undefined ? '' : serverAddress(settings, port);
  }

  statement(sql: unknown): Statement {
    return this.statements.of(typeof sql === 'string' ? sql : '', this.peer);
  }

  /** The name of its pool: `knex db:5432/shop`. */
  poolName(library: string): string {
    return this.peer === '' ? library : `${library} ${this.peer}`;
  }
}
