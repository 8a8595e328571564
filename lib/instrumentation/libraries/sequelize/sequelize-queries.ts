import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOuterOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { OrmDatabase } from '../sql/orm-database.js';
import type { Query, QueryOptions } from './sequelize-shapes.js';

/** Types of queries that are verbs of SQL. */
const VERBS = new Set<unknown>(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'SHOW', 'DESCRIBE']);

/**
 * The queries of one Sequelize. Their texts are known at their ends only.
 *
 * @internal
 */
export class SequelizeQueries {
  private readonly open = new PrivateSlot<object, Operation>();

  constructor(
    private readonly tracer: Tracer,
    private readonly database: OrmDatabase,
  ) {}

  /** Sequelize has a connection, and sends the query next. Runs in the context of the query's caller. */
  begin({ type }: QueryOptions, query: object): void {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return;
    const operation = beginOuterOperation(span, this.database.statement(VERBS.has(type) ? type : ''), clock());
    if (operation !== undefined) this.open.set(query, operation);
  }

  /** Sequelize does not show whether it failed. */
  end(query: Query): void {
    const operation = this.open.get(query);
    if (operation === undefined || operation.end !== 0) return;
    operation.statement = this.database.statement(query.sql);
    operation.finish(clock(), false);
  }
}
