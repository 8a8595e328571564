import { clock } from '../../../platform/clock.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOuterOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { OrmDatabase } from '../sql/orm-database.js';
import type { KnexQuery } from './knex-shapes.js';

/** Queries without an end by now. Beyond it the oldest are forgotten: their operations end with their execution. */
const MAX_OPEN = 10_000;

interface Open {
  readonly operation: Operation;
  readonly connection: unknown;
}

/**
 * The queries of one Knex, by their ids.
 *
 * @internal
 */
export class KnexQueries {
  private readonly open = new Map<unknown, Open>();

  constructor(
    private readonly tracer: Tracer,
    private readonly database: OrmDatabase,
  ) {}

  /** Knex has a connection, and sends the query next. Runs in the context of the query's caller. */
  begin({ sql, __knexQueryUid: id, __knexUid: connection }: KnexQuery): void {
    const span = id === undefined ? undefined : operatingSpan(this.tracer);
    if (span === undefined) return;
    const operation = beginOuterOperation(span, this.database.statement(sql), clock());
    if (operation === undefined) return;
    if (this.open.size >= MAX_OPEN) this.open.delete(this.open.keys().next().value);
    this.open.set(id, { operation, connection });
  }

  /** @param query a failed query's may be incomplete */
  end(query: KnexQuery | undefined, failed: boolean): void {
    const id = query?.__knexQueryUid;
    this.open.get(id)?.operation.finish(clock(), failed);
    this.open.delete(id);
  }

  /** A connection is free again. Streams, and queries that Knex gave up, have no other end. */
  endAll(connection: unknown): void {
    if (connection === undefined) return;
    for (const [id, open] of this.open) {
      if (open.connection !== connection) continue;
      open.operation.finish(clock(), false);
      this.open.delete(id);
    }
  }
}
