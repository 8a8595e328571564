import type { Library, LibraryContext } from '../library.interface.js';
import { PostgresApplication } from './postgres-application.js';
import { postgresHooks, type PostgresHooks } from './postgres-hooks.js';
import { isSql, type PostgresQuery, type PostgresSql } from './postgres-shapes.js';

/** Makes a `sql`, which opens no connection before its first query. */
type MakeSql = (options: object) => PostgresSql;

/**
 * Statements of postgres.js: of each `sql` that the application has when it starts, and of later ones of the same copy of
 * the package.
 *
 * @internal
 */
export class PostgresLibrary implements Library {
  readonly name = 'postgres';
  private readonly hooks: PostgresHooks = postgresHooks();
  private readonly application: PostgresApplication;
  private isAttached = false;
  private hasCovered = false;

  constructor(private readonly context: LibraryContext) {
    this.application = new PostgresApplication(context.tracer, error => this.fail(error));
  }

  attach(): void {
    const { hooks, context, application } = this;
    this.isAttached = true;
    hooks.join(application);
    for (const copy of context.packages.copiesOf('postgres'))
      if (typeof copy === 'function') this.cover((copy as MakeSql)({ max: 1, no_subscribe: true }));
    for (const instance of context.instances()) {
      if (!isSql(instance)) continue;
      const query = this.cover(instance);
      if (query !== undefined) application.learn(query, instance.options);
    }
  }

  isFound(): boolean {
    return this.hasCovered;
  }

  detach(): void {
    this.isAttached = false;
    this.hooks.leave(this.application);
  }

  private cover(sql: Pick<PostgresSql, 'unsafe'>): PostgresQuery | undefined {
    const query = this.hooks.cover(sql);
    if (query !== undefined) this.hasCovered = true;
    return query;
  }

  /** The library's own failure would repeat with each statement. */
  private fail(error: unknown): void {
    if (!this.isAttached) return;
    this.detach();
    this.context.logger.failure('Statements of postgres.js are no longer recorded', error);
  }
}
