import type { VariableForm } from '../schema/option.js';

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);
const UNIT_MS = { milliseconds: 1, seconds: 1_000, days: 86_400_000 } as const;

/** The names of levels in other tools. */
const LEVELS = new Map([
  ['warning', 'warn'],
  ['critical', 'error'],
  ['fatal', 'error'],
  ['log', 'info'],
  ['verbose', 'debug'],
]);

/**
 * Converts the text of a variable to the type of its option. A text that cannot be converted is returned unchanged, and
 * fails the check of the option.
 *
 * @internal
 */
export function readText(text: string, form: VariableForm = 'text'): unknown {
  switch (form) {
    case 'text':
      return text;
    case 'boolean':
      return booleanOf(text) ?? text;
    case 'number':
      return numberOf(text) ?? (FALSE.has(text.toLowerCase()) ? false : text);
    case 'milliseconds':
    case 'seconds':
    case 'days': {
      const value = numberOf(text);
      if (value !== undefined) return value * UNIT_MS[form];
      return FALSE.has(text.toLowerCase()) ? false : text;
    }
    case 'list':
      return listOf(text);
    case 'object':
      return jsonOf(text) ?? text;
    case 'switches':
      return jsonOf(text) ?? switchesOf(text);
    case 'level':
      return LEVELS.get(text.toLowerCase()) ?? text.toLowerCase();
    default:
      return form satisfies never;
  }
}

/** @internal */
export function booleanOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

/** Not `Number()`: it converts an empty text to 0, and `0x10` to 16. */
function numberOf(text: string): number | undefined {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Comma-separated, or a JSON array of strings for items that contain a comma, such as `a{1,2}`. */
function listOf(text: string): unknown {
  const json = text.startsWith('[') ? jsonOf(text) : undefined;
  if (Array.isArray(json) && json.every(item => typeof item === 'string')) return json;
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

/** `pg=false,redis` for an object, and one word for itself. */
function switchesOf(text: string): unknown {
  if (!/[=,]/.test(text)) return booleanOf(text) ?? text.trim();
  const switches = listOf(text) as readonly string[];
  return Object.fromEntries(
    switches.map(each => {
      const [name = '', ...value] = each.split('=');
      const state = value.length === 0 ? 'true' : value.join('=');
      return [name.trim(), booleanOf(state) ?? state];
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
