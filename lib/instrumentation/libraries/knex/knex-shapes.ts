import { ownValue } from '../own-value.js';
import { OrmDatabase } from '../sql/orm-database.js';

/** The part of an event emitter that is used. @internal */
export interface Emitter {
  on(event: string, listener: (...args: never[]) => void): unknown;
  removeListener(event: string, listener: (...args: never[]) => void): unknown;
}

/** The pool of Knex's clients: tarn. @internal */
export interface TarnPool extends Emitter {
  readonly max?: unknown;
}

/** The parts of Knex's client that are used. @internal */
export interface KnexClient {
  readonly driverName?: unknown;
  /** The settings of a connection, or its URL; a function makes them anew. */
  readonly config?: { readonly connection?: unknown };
  readonly connectionSettings?: unknown;
  /** `destroy()` removes it, `initialize()` makes a new one. Applications may give another kind of pool. */
  readonly pool?: unknown;
}

/** The result of `knex()`: a function with the members of an emitter. @internal */
export type Knex = NewableFunction & Emitter;

/** A query's events. @internal */
export interface KnexQuery {
  readonly sql?: unknown;
  /** Id of the query. `BEGIN` and `COMMIT` have none, and no end. */
  readonly __knexQueryUid?: unknown;
  /** Id of its connection. */
  readonly __knexUid?: unknown;
}

/** The client of a Knex of any copy of the package; `undefined` for another object. @internal */
export function knexClient(instance: object): KnexClient | undefined {
  if (typeof instance !== 'function') return undefined;
  const client = ownValue(ownValue(instance, 'context'), 'client');
  if (typeof client !== 'object' || client === null) return undefined;
  const { on, userParams } = Object.getOwnPropertyDescriptors(instance) as Record<
    string,
    PropertyDescriptor | undefined
  >;
  return typeof on?.value === 'function' && userParams !== undefined ? client : undefined;
}

/** @internal */
export function databaseOf({ driverName, config, connectionSettings }: KnexClient): OrmDatabase {
  const connection = typeof config?.connection === 'string' ? config.connection : connectionSettings;
  if (typeof config?.connection === 'function') return new OrmDatabase(driverName, undefined);
  if (typeof connection === 'string') return new OrmDatabase(driverName, { url: connection });
  const { host, port, database, socketPath, connectionString, filename } = (connection ?? {}) as Record<
    string,
    unknown
  >;
  return new OrmDatabase(driverName, { url: connectionString, host, port, database, socketPath, file: filename });
}

/** True for tarn, which alone has these events. @internal */
export function isTarn(pool: unknown): pool is TarnPool {
  const { on, removeListener, numPendingAcquires } = (pool ?? {}) as Partial<Record<string, unknown>>;
  return [on, removeListener, numPendingAcquires].every(method => typeof method === 'function');
}
