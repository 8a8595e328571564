import type { Statement } from './statement.interface.js';

/** The effect of a statement on the locks of its database. @internal */
export type Locking =
  | { readonly does: 'begin' | 'end' | 'nothing' }
  /** It takes locks in a table, and holds them to the end of its transaction. */
  | { readonly does: 'lock'; readonly table: string };

const NOTHING: Locking = { does: 'nothing' };
const BEGIN: Locking = { does: 'begin' };
const END: Locking = { does: 'end' };

/** A longer name is cut. */
const MAX_TABLE = 100;

const NAME = String.raw`(?:[\w$]+|"[^"]+"|\`[^\`]+\`|\[[^\]]+\])`;
const TABLE = String.raw`(${NAME}(?:\s*\.\s*${NAME}){0,3})`;

const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i;
const ENDS = /^\s*(?:commit|end|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|abort)\b/i;
const LOCKS = new RegExp(
  String.raw`^\s*(?:update\s+(?:only\s+)?|delete\s+from\s+(?:only\s+)?|lock\s+tables?\s+|alter\s+table\s+(?:only\s+)?|truncate\s+(?:table\s+)?)${TABLE}`,
  'i',
);
/** It waits for a lock only where another transaction has inserted the same key. */
const INSERTS = new RegExp(String.raw`^\s*insert\s+into\s+${TABLE}`, 'i');
const SELECTS = /^\s*select\b/i;
const FOR_UPDATE = /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\block\s+in\s+share\s+mode\b/i;
const FROM = new RegExp(String.raw`\bfrom\s+(?:only\s+)?${TABLE}`, 'i');

/** Equal statements share one object, so each is read once. */
const known = new WeakMap<Statement, Locking>();

/** @internal */
export function lockingOf(statement: Statement): Locking {
  const found = known.get(statement);
  if (found !== undefined) return found;
  const locking = read(statement.text);
  known.set(statement, locking);
  return locking;
}

/** The table in which a statement may wait for a lock, an insert included; `undefined` when its text does not show it. @internal */
export function lockedTableOf(statement: Statement): string | undefined {
  const locking = lockingOf(statement);
  if (locking.does === 'lock') return locking.table;
  const table = INSERTS.exec(statement.text)?.[1];
  return table === undefined ? undefined : plainName(table);
}

function read(text: string): Locking {
  if (BEGINS.test(text)) return BEGIN;
  if (ENDS.test(text)) return END;
  const table =
    LOCKS.exec(text)?.[1] ?? (SELECTS.test(text) && FOR_UPDATE.test(text) ? FROM.exec(text)?.[1] : undefined);
  return table === undefined ? NOTHING : { does: 'lock', table: plainName(table) };
}

/** `public.prices` for `"public"."prices"`. */
function plainName(table: string): string {
  return table.replaceAll(/["`[\]\s]/g, '').slice(0, MAX_TABLE);
}
