import { clock } from '../../../platform/clock.js';
import type { Checkout } from '../../../tracing/checkout.js';
import { ConnectionPool } from '../../../tracing/connection-pool.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { SafeHooks } from '../safe-hooks.js';
import type { TarnPool } from './knex-shapes.js';

/** Requests for a connection that have no answer yet. Of further ones the time in the queue is unknown. */
const MAX_PENDING = 10_000;

/**
 * The connections of one Knex: who waits for one, and who holds them.
 *
 * @internal
 */
export class KnexPool {
  private readonly pool: ConnectionPool;
  private readonly pending = new Map<unknown, Checkout>();
  private readonly held = new WeakMap<object, Checkout>();

  /**
   * @param name `knex db:5432/shop`
   * @param onRelease receives the `__knexUid` of a connection that is free again
   */
  constructor(
    private readonly tracer: Tracer,
    name: string,
    private readonly onRelease: (connection: unknown) => void,
  ) {
    this.pool = new ConnectionPool(name, undefined);
  }

  /** @returns removes the listeners */
  follow(tarn: TarnPool, hooks: SafeHooks): () => void {
    this.pool.size = typeof tarn.max === 'number' ? tarn.max : undefined;
    const listeners = Object.entries({
      acquireRequest: hooks.of((id: unknown) => this.ask(id)),
      acquireSuccess: hooks.of((id: unknown, connection: unknown) => this.grant(id, connection)),
      acquireFail: hooks.of((id: unknown) => this.fail(id)),
      release: hooks.of((connection: unknown) => this.release(connection)),
      // A connection is closed while it is in use.
      destroyRequest: hooks.of((_id: unknown, connection: unknown) => this.release(connection)),
    });
    for (const [event, listener] of listeners) tarn.on(event, listener);
    return () => {
      for (const [event, listener] of listeners) tarn.removeListener(event, listener);
    };
  }

  /** Runs in the context of the code that needs the connection. */
  private ask(id: unknown): void {
    if (this.pending.size < MAX_PENDING) this.pending.set(id, this.pool.checkout(operatingSpan(this.tracer), clock()));
  }

  private grant(id: unknown, connection: unknown): void {
    const checkout = this.pending.get(id);
    this.pending.delete(id);
    checkout?.granted(clock());
    if (checkout !== undefined && isObject(connection)) this.held.set(connection, checkout);
  }

  private fail(id: unknown): void {
    this.pending.get(id)?.failed(clock());
    this.pending.delete(id);
  }

  private release(connection: unknown): void {
    if (!isObject(connection)) return;
    this.held.get(connection)?.released(clock());
    this.held.delete(connection);
    this.onRelease((connection as { readonly __knexUid?: unknown }).__knexUid);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
