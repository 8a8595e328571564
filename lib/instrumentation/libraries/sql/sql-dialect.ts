/**
 * The rules for reading a text. `unknown` reads only the texts that every dialect reads alike.
 *
 * @internal
 */
export type SqlDialect = 'postgresql' | 'mysql' | 'sqlite' | 'unknown';

/**
 * One way to read a text. The server's settings decide which one is right, and the client does not know them:
 * `standard_conforming_strings` of PostgreSQL, `NO_BACKSLASH_ESCAPES` and `ANSI_QUOTES` of MySQL.
 *
 * @internal
 */
export interface SqlReading {
  readonly dialect: SqlDialect;
  /** A backslash in `'…'` escapes the next character. */
  readonly escapesSingle: boolean;
  /** A backslash in `"…"` escapes the next character. */
  readonly escapesDouble: boolean;
}

const reading = (dialect: SqlDialect, escapesSingle: boolean, escapesDouble: boolean): SqlReading => ({
  dialect,
  escapesSingle,
  escapesDouble,
});

/**
 * The readings of each dialect, the usual one first. They differ only for texts with a backslash before a quote.
 *
 * @internal
 */
export const READINGS: Readonly<Record<SqlDialect, readonly [SqlReading, ...SqlReading[]]>> = {
  postgresql: [reading('postgresql', false, false), reading('postgresql', true, false)],
  mysql: [reading('mysql', true, true), reading('mysql', true, false), reading('mysql', false, false)],
  sqlite: [reading('sqlite', false, false)],
  unknown: [reading('unknown', false, false), reading('unknown', true, true), reading('unknown', true, false)],
};
