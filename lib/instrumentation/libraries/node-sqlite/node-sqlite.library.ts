import { basename } from 'node:path';
import { clock } from '../../../platform/clock.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { SqlStatements } from '../sql/sql-statements.js';
import { withoutLiterals } from '../sql/without-literals.js';

const NANOSECONDS = 1_000_000;
const IN_MEMORY = ':memory:';

/** Published when a statement has ended. */
interface SqliteQuery {
  /** With the values filled in. */
  readonly sql: string;
  readonly database: object & { location?(): string | null };
  /** In nanoseconds, with a resolution of one millisecond: 0 for all fast statements. */
  readonly duration: number;
}

/**
 * Statements of `node:sqlite`, which Node 26 publishes. They run on the event loop: their time is computing of the
 * application, and no wait.
 *
 * @internal
 */
export class NodeSqliteLibrary implements Library {
  readonly name = 'node-sqlite';
  private readonly tracer: Tracer;
  private readonly channels: Channels;
  private readonly statements = new SqlStatements('sqlite', 'sqlite');
  private readonly peers = new WeakMap<object, string>();

  constructor({ tracer, logger }: LibraryContext) {
    this.tracer = tracer;
    this.channels = new Channels(error => logger.failure('A statement of node:sqlite could not be recorded', error));
  }

  attach(): void {
    this.channels.on<SqliteQuery>('sqlite.db.query', query => this.record(query));
  }

  /** Before the first query, nothing shows that the module is used: loading it prints a warning. */
  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
  }

  private record({ sql, database, duration }: SqliteQuery): void {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return;
    const now = clock();
    const start = Math.max(span.execution.start, now - duration / NANOSECONDS);
    const statement = this.statements.of(withoutLiterals(sql, true), this.peerOf(database));
    const operation = beginOperation(span, statement, start);
    if (operation === undefined) return;
    operation.isSynchronous = true;
    operation.finish(now, false);
  }

  /** The name of the database's file. */
  private peerOf(database: SqliteQuery['database']): string {
    const known = this.peers.get(database);
    if (known !== undefined) return known;
    const peer = basename(database.location?.() ?? IN_MEMORY);
    this.peers.set(database, peer);
    return peer;
  }
}
