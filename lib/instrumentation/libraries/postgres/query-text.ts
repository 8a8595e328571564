import { isQuery, type PostgresQuery } from './postgres-shapes.js';

/** Templates within templates that are read. */
const MAX_DEPTH = 10;
/** The reader of SQL keeps less. */
const MAX_LENGTH = 20_000;

/**
 * The text of a query, before postgres.js has made it. Each value is a parameter, and so is what a helper writes: the
 * columns and rows of `sql(rows)`.
 *
 * @returns `undefined` for a file that is not read yet
 * @internal
 */
export function queryText(query: Pick<PostgresQuery, 'strings' | 'args'>, depth = 0): string | undefined {
  const { strings, args } = query;
  let text = strings[0];
  if (text === undefined) return undefined;
  for (let i = 1; i < strings.length && text.length < MAX_LENGTH; i++)
    text += `${partText(args[i - 1], depth)}${strings[i] ?? ''}`;
  return text;
}

function partText(part: unknown, depth: number): string {
  if (isQuery(part)) return depth < MAX_DEPTH ? (queryText(part, depth + 1) ?? '$1') : '$1';
  return identifierText(part) ?? '$1';
}

/** A name that `sql('name')` has quoted. */
function identifierText(part: unknown): string | undefined {
  if (typeof part !== 'object' || part === null || part.constructor?.name !== 'Identifier') return undefined;
  const { value } = part as { readonly value?: unknown };
  return typeof value === 'string' && value.startsWith('"') ? value : undefined;
}
