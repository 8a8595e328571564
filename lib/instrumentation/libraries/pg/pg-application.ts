import { clock } from '../../../platform/clock.js';
import type { Span } from '../../../tracing/execution.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { LibraryContext } from '../library.interface.js';
import { SqlStatements } from '../sql/sql-statements.js';
import type { Callers } from './callers.js';
import { ClientQueue } from './client-queue.js';
import { peerOf, wireOf } from './pg-address.js';
import { PgPools } from './pg-pools.js';
import type { PgClient, PgPool } from './pg-shapes.js';
import type { Settled } from './tracked.interface.js';

/** The facts of a connection that its statements share. */
interface Connection {
  readonly peer: string;
  readonly queue: ClientQueue;
}

/**
 * Records the statements and checkouts of one application.
 *
 * @internal
 */
export class PgApplication {
  readonly tracer: LibraryContext['tracer'];
  private readonly statements = new SqlStatements('postgresql', 'postgresql');
  private readonly connections = new WeakMap<object, Connection>();
  private readonly pools: PgPools;

  constructor(
    { tracer }: Pick<LibraryContext, 'tracer'>,
    private readonly callers: Callers,
    /** A client can have a class that was not seen before. */
    private readonly cover: (client: object) => void,
    /** Something here threw: nothing more is recorded. */
    readonly fail: (error: unknown) => void,
  ) {
    this.tracer = tracer;
    this.pools = new PgPools(client => this.released(client));
  }

  /** A statement is called. */
  begin(caller: Span, client: PgClient, text: string): Settled | undefined {
    const span = operatingSpan(this.tracer, caller);
    if (span === undefined) return undefined;
    const { peer, queue } = this.connectionOf(client);
    const operation = beginOperation(span, this.statements.of(text, peer), clock());
    if (operation === undefined) return undefined;
    operation.wire = wireOf(client);
    queue.begun(operation);
    return this.safely(failed => {
      const now = clock();
      operation.wire ??= wireOf(client);
      operation.finish(now, failed);
      queue.ended(operation, now);
    });
  }

  /**
   * A connection is requested from a pool, in the context of the request.
   *
   * @param caller `undefined` outside all executions: it holds a connection, too
   */
  checkout(caller: Span | undefined, pool: PgPool): Settled | undefined {
    const span = caller && operatingSpan(this.tracer, caller);
    const checkout = this.pools.checkout(pool, span);
    if (checkout === undefined) return undefined;
    return this.safely((failed, client) => {
      if (failed || typeof client !== 'object' || client === null) return checkout.failed(clock());
      checkout.granted(clock());
      this.pools.granted(checkout, client);
      this.cover(client);
      if (span !== undefined) this.callers.own(client, span);
    });
  }

  /** Ends the subscriptions. Statements in flight may still end. */
  close(): void {
    this.pools.close();
  }

  private released(client: object): void {
    this.callers.disown(client);
    this.connections.get(client)?.queue.abandon(clock());
  }

  private connectionOf(client: PgClient): Connection {
    let known = this.connections.get(client);
    if (known === undefined) {
      known = { peer: peerOf(client), queue: new ClientQueue() };
      this.connections.set(client, known);
    }
    return known;
  }

  private safely(settle: Settled): Settled {
    return (failed, value) => {
      try {
        settle(failed, value);
      } catch (error) {
        this.fail(error);
      }
    };
  }
}
