import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOperation } from '../../../tracing/running-operation.js';
import { Channels } from '../channel.js';
import type { Library, LibraryContext } from '../library.interface.js';
import { SqlStatements } from '../sql/sql-statements.js';
import { withoutLiterals } from '../sql/without-literals.js';
import { ConnectionRequests } from './connection-requests.js';
import type { Mysql2PoolConnect, Mysql2Query } from './mysql2-messages.js';
import { Mysql2Pools } from './mysql2-pools.js';
import { Mysql2Servers } from './mysql2-servers.js';

/** `query()` and `execute()`, by callback, promise or stream. */
const STATEMENTS = ['tracing:mysql2:query', 'tracing:mysql2:execute'];
const POOL = 'tracing:mysql2:pool:connect';

/**
 * Statements of mysql2 3.20 and later, and the waits for a connection of its pools. All copies of the package publish on
 * the same channels.
 *
 * @internal
 */
export class Mysql2Library implements Library {
  readonly name = 'mysql2';
  readonly package = 'mysql2';
  private readonly channels: Channels;
  private readonly statements = new SqlStatements('mysql', 'mysql');
  private readonly servers = new Mysql2Servers();
  private readonly requests: ConnectionRequests;
  private readonly pools: Mysql2Pools;
  private readonly byMessage = new PrivateSlot<Mysql2Query, Operation>();

  constructor({ tracer, logger }: LibraryContext) {
    const onFailure = (error: unknown): void => logger.failure('A statement of mysql2 could not be recorded', error);
    this.channels = new Channels(onFailure);
    this.requests = new ConnectionRequests(tracer);
    this.pools = new Mysql2Pools(this.requests, onFailure);
  }

  attach(): void {
    const { channels, requests } = this;
    for (const name of STATEMENTS) {
      channels.on<Mysql2Query>(`${name}:start`, query => this.begin(query));
      channels.on<Mysql2Query>(`${name}:error`, query => this.byMessage.get(query)?.finish(clock(), true));
      // Follows an error, too, unless the call itself has thrown it.
      channels.on<Mysql2Query>(`${name}:asyncStart`, query => this.byMessage.get(query)?.finish(clock(), false));
    }
    channels.on<Mysql2PoolConnect>(`${POOL}:start`, message => requests.begin(message, clock()));
    channels.on<Mysql2PoolConnect>(`${POOL}:end`, () => requests.made());
    channels.on<Mysql2PoolConnect>(`${POOL}:asyncStart`, message => this.granted(message));
    channels.on<Mysql2PoolConnect>(`${POOL}:asyncEnd`, message => requests.leave(message));
  }

  isFound(): boolean {
    return this.channels.hasPublished;
  }

  detach(): void {
    this.channels.close();
    this.pools.close();
  }

  private begin(message: Mysql2Query): void {
    const { span } = this.requests;
    const { query } = message;
    if (span === undefined || typeof query !== 'string') return;
    const { peer, wire } = this.servers.of(message);
    const operation = beginOperation(span, this.statements.of(withoutLiterals(query), peer), clock());
    if (operation === undefined) return;
    operation.wire = wire;
    this.byMessage.set(message, operation);
  }

  /** The callback of the request runs next, in any context. */
  private granted(message: Mysql2PoolConnect): void {
    this.requests.enter(message);
    const { result: connection } = message;
    const request = this.requests.of(message);
    if (connection === undefined || message.error !== undefined) return this.pools.refused(request);
    if (!this.pools.hasMet(connection)) {
      this.servers.connected(message, connection);
      this.pools.meet(connection, this.servers.of(message).peer);
    }
    this.pools.granted(connection, request);
  }
}
