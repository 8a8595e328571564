import { clock } from '../../../platform/clock.js';
import type { MonotonicMs } from '../../../model/execution.interface.js';
import type { Span } from '../../../tracing/execution.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { LibraryContext } from '../library.interface.js';
import { SqlStatements } from '../sql/sql-statements.js';
import { UNKNOWN_ADDRESS, addressOf, runningConnection, type PostgresAddress } from './postgres-address.js';
import type { PostgresOptions, PostgresQuery } from './postgres-shapes.js';
import { queryText } from './query-text.js';

/**
 * Records the statements of one application.
 *
 * @internal
 */
export class PostgresApplication {
  private readonly statements = new SqlStatements('postgresql', 'postgresql');
  /** By the canceller of their queries: a query has no other sign of its `sql`. */
  private readonly addresses = new WeakMap<object, PostgresAddress>();
  /** When the last statement of each connection ended. */
  private readonly lastEnds = new WeakMap<object, MonotonicMs>();

  constructor(
    readonly tracer: LibraryContext['tracer'],
    /** Something here threw: nothing more is recorded. */
    readonly fail: (error: unknown) => void,
  ) {}

  learn({ canceller }: PostgresQuery, options: PostgresOptions): void {
    if (isObject(canceller)) this.addresses.set(canceller, addressOf(options));
  }

  /** A query is sent, or waits for a connection. */
  begin(caller: Span | undefined, query: PostgresQuery): Operation | undefined {
    const span = caller && operatingSpan(this.tracer, caller);
    const text = span && queryText(query);
    if (span === undefined || text === undefined) return undefined;
    const { canceller } = query;
    const known = isObject(canceller) ? this.addresses.get(canceller) : undefined;
    const { peer, wire } = known ?? UNKNOWN_ADDRESS;
    const operation = beginOperation(span, this.statements.of(text, peer), clock());
    if (operation !== undefined) operation.wire = wire;
    return operation;
  }

  /**
   * The whole answer arrived. A connection answers in turn. Until the end of the statement before, this one was in a
   * queue, of the connection or of all of them.
   */
  end({ state, canceller }: PostgresQuery, operation: Operation | undefined, failed: boolean): void {
    const now = clock();
    if (isObject(canceller) && !this.addresses.has(canceller)) this.find(canceller);
    const last = state === null ? undefined : this.lastEnds.get(state);
    if (state !== null) this.lastEnds.set(state, now);
    if (operation === undefined || operation.end !== 0) return;
    if (last !== undefined && last > operation.start) operation.sent(last);
    operation.finish(now, failed);
  }

  private find(canceller: object): void {
    const address = runningConnection();
    if (address !== undefined) this.addresses.set(canceller, address);
  }
}

function isObject(canceller: object | null | undefined): canceller is object {
  return canceller !== null && canceller !== undefined;
}
