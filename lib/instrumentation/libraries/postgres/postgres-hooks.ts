import { processWide } from '../../../platform/process-wide.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Callable } from '../../../tracing/callable.js';
import { spanStorage } from '../../../tracing/execution-context.js';
import type { Operation } from '../../../tracing/operation.js';
import { ProcessHooks } from '../wrapping/process-hooks.js';
import type { PostgresApplication } from './postgres-application.js';
import { isQuery, type PostgresQuery, type PostgresSql } from './postgres-shapes.js';

/** A query that runs, and its own functions that end it. */
interface Followed {
  readonly application: PostgresApplication;
  readonly operation: Operation | undefined;
  resolve: PostgresQuery['resolve'];
}

/**
 * The option `debug` of postgres.js reports statements, but then errors show their parameters to every logger. A queued
 * statement also comes in the context of another request. So one method is wrapped: each awaited query passes
 * `Query#handle` in its caller's context. It ends with the call of its own `resolve` or `reject`. A handler that is chained
 * to the query would send it.
 *
 * @internal
 */
export class PostgresHooks {
  private readonly hooks = new ProcessHooks<PostgresApplication>();
  private readonly followed = new PrivateSlot<PostgresQuery, Followed>();

  join(application: PostgresApplication): void {
    this.hooks.join(application);
  }

  leave(application: PostgresApplication): void {
    this.hooks.leave(application);
  }

  /** @returns a query of `sql`, which is never sent */
  cover(sql: Pick<PostgresSql, 'unsafe'>): PostgresQuery | undefined {
    const query = sql.unsafe('');
    if (!isQuery(query)) return undefined;
    const prototype = Object.getPrototypeOf(query) as object;
    this.hooks.wrap(prototype, 'handle', (original, self: PostgresQuery) => this.handle(original, self));
    return query;
  }

  private handle(original: Callable, query: PostgresQuery): unknown {
    try {
      this.follow(query);
    } catch (error) {
      this.hooks.fail(error);
    }
    return Reflect.apply(original, query, []);
  }

  private follow(query: PostgresQuery): void {
    let followed = this.followed.get(query);
    if (followed === undefined) {
      if (query.executed) return;
      const caller = spanStorage.getStore();
      const application = this.hooks.userOf(caller);
      if (application === undefined) return;
      followed = { application, operation: application.begin(caller, query), resolve: query.resolve };
      this.followed.set(query, followed);
      this.observe(query, followed);
    } else if (query.resolve !== followed.resolve) {
      // A cursor has new ones for each piece.
      this.observe(query, followed);
    }
  }

  private observe(query: PostgresQuery, followed: Followed): void {
    const { application, operation } = followed;
    const end = (failed: boolean): void => {
      try {
        application.end(query, operation, failed);
      } catch (error) {
        this.hooks.fail(error);
      }
    };
    const { resolve, reject } = query;
    query.resolve = result => {
      end(false);
      return resolve(result);
    };
    query.reject = error => {
      end(true);
      return reject(error);
    };
    followed.resolve = query.resolve;
  }
}

/** The hooks of the process: a prototype is wrapped once, for all applications. @internal */
export const postgresHooks = (): PostgresHooks => processWide('postgresHooks', () => new PostgresHooks());
