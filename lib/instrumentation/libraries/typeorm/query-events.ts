import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOuterOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { OrmDatabase } from '../sql/orm-database.js';
import type { QueryEvent } from './data-source.js';

/** Open queries of one query runner. Usually there is one. */
const MAX_OPEN = 100;

interface Open {
  readonly query: unknown;
  readonly operation: Operation;
}

/**
 * The queries of one `DataSource`. The events of a query's begin and end have only the query runner and the text in common.
 *
 * @internal
 */
export class QueryEvents {
  private readonly open = new PrivateSlot<object, Open[]>();

  constructor(
    private readonly tracer: Tracer,
    private readonly database: OrmDatabase,
  ) {}

  /** TypeORM has a connection, and sends the query next. Runs in the context of the query's caller. */
  begin({ queryRunner, query }: QueryEvent): void {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return;
    const operation = beginOuterOperation(span, this.database.statement(query), clock());
    if (operation === undefined) return;
    const open = this.open.get(queryRunner);
    if (open === undefined) this.open.set(queryRunner, [{ query, operation }]);
    else if (open.length < MAX_OPEN) open.push({ query, operation });
  }

  end({ queryRunner, query, success }: QueryEvent): void {
    const open = this.open.get(queryRunner);
    const index = open?.findIndex(each => each.query === query) ?? -1;
    const [ended] = index < 0 ? [] : (open?.splice(index, 1) ?? []);
    ended?.operation.finish(clock(), success === false);
  }
}
