import type { Library, LibraryContext } from '../library.interface.js';
import { SafeHooks } from '../safe-hooks.js';
import { SequelizeConnections } from './sequelize-pool.js';
import { SequelizeQueries } from './sequelize-queries.js';
import { databaseOf, isSequelize, type Query, type QueryOptions, type Sequelize } from './sequelize-shapes.js';

/**
 * Queries of Sequelize 6 and waits for its connections, by the hooks of each instance among the application's.
 *
 * @internal
 */
export class SequelizeLibrary implements Library {
  readonly name = 'sequelize';
  private readonly hooks: SafeHooks;
  private readonly undo: (() => void)[] = [];

  constructor(private readonly context: LibraryContext) {
    this.hooks = new SafeHooks(error => context.logger.failure('A query of Sequelize could not be recorded', error));
  }

  attach(): void {
    for (const instance of this.context.instances()) if (isSequelize(instance)) this.follow(instance);
  }

  isFound(): boolean {
    return this.undo.length > 0;
  }

  detach(): void {
    this.hooks.end();
    for (const undo of this.undo.splice(0)) undo();
  }

  private follow(sequelize: Sequelize): void {
    const { context, hooks } = this;
    const database = databaseOf(sequelize);
    const queries = new SequelizeQueries(context.tracer, database);
    const connections = new SequelizeConnections(context.tracer, sequelize, database.poolName('sequelize'));
    const added = Object.entries({
      beforePoolAcquire: hooks.of((options: QueryOptions) => connections.ask(options)),
      afterPoolAcquire: hooks.of((connection: unknown, options: QueryOptions) =>
        connections.grant(connection, options),
      ),
      beforeQuery: hooks.of((options: QueryOptions, query: Query) => queries.begin(options, query)),
      afterQuery: hooks.of((options: QueryOptions, query: Query) => {
        queries.end(query);
        connections.queried(query.connection, options);
      }),
      beforeDisconnect: hooks.of((connection: unknown) => connections.release(connection)),
    });
    for (const [type, hook] of added) sequelize.addHook(type, hook);
    this.undo.push(() => {
      for (const [type, hook] of added) sequelize.removeHook(type, hook);
    });
  }
}
