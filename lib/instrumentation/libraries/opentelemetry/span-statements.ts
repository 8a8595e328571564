import type { WaitKind } from '../../../model/report.interface.js';
import type { Statement } from '../../../tracing/statement.interface.js';
import { HttpStatements } from '../http/http-statements.js';
import { RedisStatements } from '../redis/redis-statements.js';
import { sqlServer } from '../sql/sql-server.js';
import { SqlStatements } from '../sql/sql-statements.js';
import type { ClientSpan } from './client-span.interface.js';
import { SpanFacts } from './span-facts.js';

/** Statements that are remembered, and kinds of servers. */
const MAX_STATEMENTS = 1_000;
const MAX_SYSTEMS = 20;

/** Names of systems in OpenTelemetry's conventions, where they are others here. */
const SYSTEMS = new Map([
  ['microsoft.sql_server', 'mssql'],
  ['oracle.db', 'oracle'],
  ['aws.redshift', 'redshift'],
]);
const CACHES = new Set(['redis', 'valkey', 'memcached']);

/**
 * The statements of client spans, without values. Equal ones share one object.
 *
 * @internal
 */
export class SpanStatements {
  private readonly known = new Map<string, Statement>();
  private readonly sql = new Map<string, SqlStatements>();
  private readonly http = new HttpStatements();
  private readonly redis = new RedisStatements();

  /** @returns `undefined` for a span of another kind than a database, a cache, a message, HTTP or a remote call */
  of({ attributes }: Pick<ClientSpan, 'attributes'>): Statement | undefined {
    const facts = new SpanFacts(attributes);
    const { database, messaging, method, url, call } = facts;
    if (database !== undefined) return this.ofDatabase(SYSTEMS.get(database) ?? database, facts);
    if (messaging !== undefined)
      return this.statement(
        'network',
        messaging,
        `${facts.messagingOperation} ${facts.destination}`.trim(),
        facts.peer,
      );
    if (call !== undefined) return this.statement('http', 'http', `${call}`, facts.peer);
    return method === undefined || url === undefined ? undefined : this.http.of(method, facts.peer, url);
  }

  private ofDatabase(system: string, facts: SpanFacts): Statement {
    const { query, databaseOperation, collection, peer } = facts;
    const { system: known, dialect } = sqlServer(system);
    if (known !== 'sql' && query !== undefined) return this.sqlOf(known, dialect).of(query, peer);
    if (CACHES.has(system)) return this.ofCache(system, facts);
    // The text can have values in a language that is unknown here.
    const text = [databaseOperation ?? 'call', collection].filter(part => part !== undefined).join(' ');
    return this.statement('database', known === 'sql' ? system : known, text, peer);
  }

  private ofCache(system: string, { query = '', databaseOperation, peer }: SpanFacts): Statement {
    const [command = '', key] = query.split(' ', 2);
    if (system !== 'memcached') return this.redis.of(command === '' ? (databaseOperation ?? '') : command, key, peer);
    return this.statement('cache', system, databaseOperation ?? 'call', peer);
  }

  private sqlOf(system: string, dialect: ConstructorParameters<typeof SqlStatements>[1]): SqlStatements {
    const known = this.sql.get(system);
    if (known !== undefined) return known;
    if (this.sql.size >= MAX_SYSTEMS) this.sql.clear();
    const statements = new SqlStatements(system, dialect);
    this.sql.set(system, statements);
    return statements;
  }

  private statement(on: WaitKind, system: string, text: string, peer: string): Statement {
    const key = `${on} ${system} ${text} ${peer}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_STATEMENTS) this.known.clear();
    const statement: Statement = { on, system, text, peer };
    this.known.set(key, statement);
    return statement;
  }
}
