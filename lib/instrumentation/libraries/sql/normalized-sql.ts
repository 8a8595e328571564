import { cutText } from '../../../model/format/cut-text.js';
import { joinTokens, type FoldedSql } from './folded-sql.js';
import { READINGS, type SqlDialect, type SqlReading } from './sql-dialect.js';
import { readSql, type ReadSql } from './sql-reader.js';

/** The longest label. */
const MAX_LABEL = 300;
/** Texts up to this length are read whole. */
const MAX_TEXT = 10_000;
/** Characters that are read of a longer text: an insert of many rows is read at each call, as no two are equal. */
const READ_OF_LONG = 1_000;

const ESCAPED_QUOTE = /\\["']/;
const VERB = /^[\s(]*([a-z]+)\b/i;
/** Words that may be shown of a text that cannot be read. */
const VERBS = new Set(
  (
    'SELECT INSERT UPDATE DELETE WITH MERGE REPLACE VALUES CALL EXEC EXECUTE PREPARE DEALLOCATE DO COPY BEGIN START COMMIT ' +
    'END ROLLBACK SAVEPOINT RELEASE SET RESET SHOW EXPLAIN ANALYZE DESCRIBE DECLARE FETCH MOVE CLOSE LOCK UNLOCK CREATE ' +
    'ALTER DROP TRUNCATE COMMENT GRANT REVOKE LISTEN UNLISTEN NOTIFY VACUUM REINDEX CLUSTER REFRESH PRAGMA USE LOAD ATTACH'
  ).split(' '),
);

/**
 * A statement's text without its values: `SELECT * FROM prices WHERE sku = ?`. Only the verb remains of a text that cannot
 * be read to its end. The same holds where the server's settings decide the end of a value.
 *
 * @internal
 */
export function normalizedSql(sql: string, dialect: SqlDialect): string {
  const isPart = sql.length > MAX_TEXT;
  const text = isPart ? sql.slice(0, READ_OF_LONG) : sql;
  const [usual, ...others] = READINGS[dialect];
  const labels = ESCAPED_QUOTE.test(text)
    ? possibleLabels(isPart ? [] : [usual, ...others], text)
    : labelsOf(readSql(text, usual, isPart), isPart);
  const [only] = labels;
  return labels.size === 1 && only !== undefined && only !== '' ? only : `${verb(sql)} (unparsed)`;
}

/** One of the readings is right. A reading that this reader does not know in full may be the right one. */
function possibleLabels(readings: readonly SqlReading[], sql: string): ReadonlySet<string> {
  const results = readings.map(reading => readSql(sql, reading, false));
  return results.some(isUnsafe) ? new Set() : new Set(results.flatMap(result => [...labelsOf(result, false)]));
}

function isUnsafe(result: ReadSql): boolean {
  return typeof result === 'string' ? result === 'unreadable' : result.mayBeInsideOut;
}

function labelsOf(result: ReadSql, isPart: boolean): ReadonlySet<string> {
  return new Set(typeof result === 'string' ? [] : [label(result, isPart)]);
}

function label({ tokens }: FoldedSql, isPart: boolean): string {
  const text = joinTokens(tokens) + (isPart ? '…' : '');
  return text.length > MAX_LABEL ? cutText(withoutColumns(tokens, text), MAX_LABEL) : text;
}

/** `SELECT … FROM prices` in place of columns that would leave no room for the table. */
function withoutColumns(tokens: FoldedSql['tokens'], text: string): string {
  if (!/^select$/i.test(tokens[0]?.text ?? '')) return text;
  let depth = 0;
  const from = tokens.findIndex(({ text: token }) => {
    if (token === '(' || token === '[') depth++;
    else if (token === ')' || token === ']') depth--;
    return depth === 0 && /^from$/i.test(token);
  });
  return from < 0 ? text : `${tokens[0]?.text} … ${joinTokens(tokens, from)}`;
}

function verb(sql: string): string {
  const word = VERB.exec(sql.slice(0, 100))?.[1]?.toUpperCase() ?? '';
  return VERBS.has(word) ? word : 'SQL';
}
