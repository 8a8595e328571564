import { ADVISORY_LOCK } from '../../model/advisory-lock.js';
import { normalizedSql } from '../libraries/sql/normalized-sql.js';

/** PostgreSQL keeps the first 1023 bytes of a statement by default: a longer one cannot be compared. */
const MAX_COMPARED = 1_000;
/** The text of a session that its reader may not see. */
const HIDDEN = '<insufficient privilege>';
/** `stock` and `public.stock`, not the number of a table in another database. */
const NUMBER = /^\d*$/;
const MAX_NAME = 100;

/** One session that waits for a lock, as the database reports it. @internal */
export interface LockAnswer {
  readonly session: number;
  /** The session that holds the lock. */
  readonly holder: number;
  /** The name that the holder has given itself; empty without one. */
  readonly application: string;
  /** The table, or `advisory lock`; `undefined` when the database does not show it. */
  readonly table: string | undefined;
  /** The statement of the waiter and the last one of the holder, normalized. `undefined` when they cannot be compared. */
  readonly statement: string | undefined;
  readonly holderStatement: string | undefined;
  /** The role of the pool may not see the statements of other sessions. */
  readonly isHidden: boolean;
}

/** Reads a row of the answer. @internal */
export function readAnswer(row: unknown): LockAnswer {
  const { pid, query, holder, application, holder_query, locktype, relation } = row as Readonly<
    Record<string, unknown>
  >;
  return {
    session: Number(pid),
    holder: Number(holder),
    application: text(application).slice(0, MAX_NAME),
    table: locktype === 'advisory' ? ADVISORY_LOCK : tableOf(text(relation)),
    statement: normalized(query),
    holderStatement: normalized(holder_query),
    isHidden: query === HIDDEN,
  };
}

function tableOf(relation: string): string | undefined {
  return NUMBER.test(relation) ? undefined : relation.replaceAll('"', '').slice(0, MAX_NAME);
}

function normalized(query: unknown): string | undefined {
  const sql = text(query);
  return sql === '' || sql === HIDDEN || sql.length >= MAX_COMPARED ? undefined : normalizedSql(sql, 'postgresql');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
