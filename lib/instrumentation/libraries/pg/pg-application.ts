import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { Span } from '../../../tracing/execution.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { LibraryContext } from '../library.interface.js';
import type { Holding } from '../../../tracing/pool-holders.js';
import { SqlStatements } from '../sql/sql-statements.js';
import type { Callers } from './callers.js';
import { PgConnection } from './pg-connection.js';
import { PgPools } from './pg-pools.js';
import type { PgClient, PgPool } from './pg-shapes.js';
import { RunningCheckout } from './running-checkout.js';
import { RunningStatement } from './running-statement.js';

/**
 * Records the statements and checkouts of one application.
 *
 * @internal
 */
export class PgApplication {
  readonly tracer: LibraryContext['tracer'];
  private readonly statements = new SqlStatements('postgresql', 'postgresql');
  /** Entries stay: a `WeakMap` is rebuilt again and again by additions and deletions. */
  private readonly connections = new WeakMap<object, PgConnection>();
  private readonly pools = new PgPools(client => this.released(client));

  constructor(
    { tracer }: Pick<LibraryContext, 'tracer'>,
    private readonly callers: Callers,
    /** A client can have a class that was not seen before. */
    private readonly cover: (client: object) => void,
    /** Something here threw: nothing more is recorded. */
    readonly fail: (error: unknown) => void,
  ) {
    this.tracer = tracer;
  }

  /** A statement is called. */
  begin(caller: Span, client: PgClient, text: string): RunningStatement | undefined {
    const span = operatingSpan(this.tracer, caller);
    if (span === undefined) return undefined;
    const connection = this.connectionOf(client);
    const operation = beginOperation(span, this.statements.of(text, connection.peer), clock());
    if (operation === undefined) return undefined;
    connection.begun(operation);
    return new RunningStatement(operation, connection, this);
  }

  /**
   * A connection is requested from a pool, in the context of the request.
   *
   * @param caller `undefined` outside all executions: it holds a connection, too
   */
  checkout(caller: Span | undefined, pool: PgPool): RunningCheckout | undefined {
    const span = caller && operatingSpan(this.tracer, caller);
    const checkout = this.pools.checkout(pool, span);
    return checkout && new RunningCheckout(checkout, span, this);
  }

  /** A pool has lent a connection. */
  lent(client: object, checkout: Checkout, span: Span | undefined): void {
    const connection = this.connectionOf(client);
    connection.lent(checkout);
    if (span !== undefined) connection.ownership.owner = span;
  }

  /** The present use of the pooled connection to this process of the server `peer`. */
  holdingOf(session: number, peer: string): Holding | undefined {
    return this.pools.holdingOf(session, peer);
  }

  /** Ends the subscriptions. Statements in flight may still end. */
  close(): void {
    this.pools.close();
  }

  private released(client: object): void {
    const connection = this.connections.get(client);
    if (connection === undefined) this.callers.disown(client);
    else connection.released();
  }

  private connectionOf(client: PgClient): PgConnection {
    const known = this.connections.get(client);
    if (known !== undefined) return known;
    const made = new PgConnection(client, this.callers.ownershipOf(client));
    this.connections.set(client, made);
    this.cover(client);
    return made;
  }
}
