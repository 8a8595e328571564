import { ownValue } from '../own-value.js';
import { OrmDatabase } from '../sql/orm-database.js';

/** A hook: the package awaits its result. @internal */
export type Hook = (...args: never[]) => void;

/** The parts of Sequelize 6 that are used. @internal */
export interface Sequelize {
  readonly options: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  addHook(type: string, hook: Hook): unknown;
  removeHook(type: string, hook: Hook): unknown;
}

/** The options of one query, the same object in all its hooks. @internal */
export interface QueryOptions {
  readonly type?: unknown;
  readonly transaction?: unknown;
  /** True for the statement that ends a transaction. */
  readonly completesTransaction?: unknown;
}

/** @internal */
export interface Query {
  /** Known after the query only, with the replacements filled in. */
  readonly sql?: unknown;
  readonly connection?: unknown;
}

/** True for an instance of any copy of Sequelize 6. @internal */
export function isSequelize(instance: object): instance is Sequelize {
  const isOwn = ['options', 'config', 'connectionManager', 'modelManager'].every(key =>
    isObject(ownValue(instance, key)),
  );
  if (!isOwn) return false;
  const { addHook, removeHook } = instance as Partial<Sequelize>;
  return typeof addHook === 'function' && typeof removeHook === 'function';
}

/** @internal */
export function databaseOf({ options, config }: Sequelize): OrmDatabase {
  const { host, port, database } = config;
  const file = options.dialect === 'sqlite' ? (options.storage ?? ':memory:') : undefined;
  return new OrmDatabase(options.dialect, { host, port, database, file });
}

/** @internal */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
