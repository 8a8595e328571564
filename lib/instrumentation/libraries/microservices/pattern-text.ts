import { types } from 'node:util';
import { nameWithoutValues } from '../messages/name-without-values.js';
import { ownValue } from '../own-value.js';

const MAX_DEPTH = 3;
const MAX_KEYS = 10;
const MAX_NUMBER = 100;
/** Stands for values of other kinds, and for all that is beyond the limits. */
const HIDDEN = '*';

/**
 * A pattern as Nest writes it, without values: `orders.find`, `{"cmd":"sum"}`. It calls no code of the application.
 *
 * @internal
 */
export function patternText(pattern: unknown): string {
  return textOf(pattern, 0) ?? HIDDEN;
}

function textOf(pattern: unknown, depth: number): string | undefined {
  if (typeof pattern === 'string') return nameWithoutValues(pattern);
  if (typeof pattern === 'number') return shownNumber(pattern);
  if (typeof pattern !== 'object' || pattern === null || types.isProxy(pattern) || depth > MAX_DEPTH) return undefined;
  const keys = Object.keys(pattern);
  if (keys.length > MAX_KEYS) return undefined;
  const parts = keys.sort((a, b) => a.localeCompare(b)).map(key => memberOf(pattern, key, depth));
  return `{${parts.join(',')}}`;
}

/** A version or a command has few digits, an id has more. */
function shownNumber(value: number): string {
  return Number.isInteger(value) && value >= 0 && value < MAX_NUMBER ? `${value}` : HIDDEN;
}

function memberOf(pattern: object, key: string, depth: number): string {
  const value = ownValue(pattern, key);
  const text = textOf(value, depth + 1) ?? HIDDEN;
  return `"${nameWithoutValues(key)}":${typeof value === 'string' ? `"${text}"` : text}`;
}
