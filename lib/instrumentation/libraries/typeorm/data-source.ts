import { ownValue } from '../own-value.js';
import { OrmDatabase } from '../sql/orm-database.js';

/** An event of TypeORM, as its subscribers receive it. @internal */
export interface QueryEvent {
  readonly queryRunner: object;
  readonly query: unknown;
  /** Known at the end only. */
  readonly success?: unknown;
}

/** An object that TypeORM calls. Each method is optional. @internal */
export interface Subscriber {
  beforeQuery(event: QueryEvent): void;
  afterQuery(event: QueryEvent): void;
}

/** The parts of TypeORM's `DataSource` that are used. @internal */
export interface DataSource {
  /** `initialize()` replaces it. */
  readonly subscribers: unknown[];
  readonly isInitialized: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  createQueryRunner(...args: unknown[]): object;
}

/** True for a `DataSource` of any copy of TypeORM since 0.3. @internal */
export function isDataSource(instance: object): instance is DataSource {
  return (
    ownValue(instance, '@instanceof') === Symbol.for('DataSource') && Array.isArray(ownValue(instance, 'subscribers'))
  );
}

/** @internal */
export function databaseOf({ options }: DataSource): OrmDatabase {
  const { type, url, host, port, database, socketPath, replication } = options;
  const master = (replication ?? {}) as { readonly master?: unknown };
  const file = isFile(type) ? database : undefined;
  return new OrmDatabase(type, {
    file,
    ...(typeof master.master === 'object' && master.master !== null
      ? master.master
      : { url, host, port, database, socketPath }),
  });
}

function isFile(type: unknown): boolean {
  return type === 'better-sqlite3' || type === 'sqlite' || type === 'sqljs';
}
