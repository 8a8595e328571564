import type { Library, LibraryContext } from '../library.interface.js';
import { SafeHooks } from '../safe-hooks.js';
import { KnexPool } from './knex-pool.js';
import { KnexQueries } from './knex-queries.js';
import { databaseOf, isTarn, knexClient, type Knex, type KnexClient, type KnexQuery } from './knex-shapes.js';

/**
 * Queries of Knex and waits for its connections, by the events of each Knex among the application's instances.
 *
 * @internal
 */
export class KnexLibrary implements Library {
  readonly name = 'knex';
  private readonly hooks: SafeHooks;
  private readonly undo: (() => void)[] = [];

  constructor(private readonly context: LibraryContext) {
    this.hooks = new SafeHooks(error => context.logger.failure('A query of Knex could not be recorded', error));
  }

  attach(): void {
    // The copies of one Knex with other parameters have clients of their own, and may share a pool.
    for (const instance of this.context.instances()) {
      const client = knexClient(instance);
      if (client !== undefined) this.follow(instance as Knex, client);
    }
  }

  isFound(): boolean {
    return this.undo.length > 0;
  }

  detach(): void {
    this.hooks.end();
    for (const undo of this.undo.splice(0)) undo();
  }

  private follow(knex: Knex, client: KnexClient): void {
    const { context, hooks } = this;
    const database = databaseOf(client);
    const queries = new KnexQueries(context.tracer, database);
    const pool = new KnexPool(context.tracer, database.poolName('knex'), connection => queries.endAll(connection));
    let followed: unknown;
    let leave: (() => void) | undefined;
    const followPool = (): void => {
      if (client.pool === followed) return;
      leave?.();
      followed = client.pool;
      leave = isTarn(followed) ? pool.follow(followed, hooks) : undefined;
    };
    const listeners = Object.entries({
      // `initialize()` may have made a new pool. Its first queries are not seen: Knex reports them when they have a connection.
      start: hooks.of(followPool),
      query: hooks.of((query: KnexQuery) => queries.begin(query)),
      'query-response': hooks.of((_response: unknown, query: KnexQuery) => queries.end(query, false)),
      'query-error': hooks.of((_error: unknown, query: KnexQuery) => queries.end(query, true)),
    });
    for (const [event, listener] of listeners) knex.on(event, listener);
    this.undo.push(() => {
      for (const [event, listener] of listeners) knex.removeListener(event, listener);
      leave?.();
    });
    followPool();
  }
}
