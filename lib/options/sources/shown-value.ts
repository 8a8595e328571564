import { types } from 'node:util';
import type { OptionNode } from '../catalog/option-node.js';
import type { Origin, Setting } from './settings.js';

const MASK = '[REDACTED]';
const LONGEST = 120;
const MOST_ITEMS = 5;

/** Formats a value for an error or a log: secrets masked, on one line, cut. Never throws. @internal */
export function shownValue(node: OptionNode, setting: Setting): string {
  const { value, written } = setting;
  if (node.facts?.secret === true) return MASK;
  // An invalid value in the place of a group may contain the group's secrets.
  if (node.children.size > 0) return typeof value === 'boolean' ? String(value) : kindOf(value);
  try {
    return written === undefined ? textOf(value) : quoted(written);
  } catch {
    return 'an unreadable value';
  }
}

/** Formats the source of a value. @internal */
export function originText(origin: Origin): string {
  switch (origin.from) {
    case 'code':
      return 'code';
    case 'update':
      return 'updateOptions';
    case 'environment':
      return origin.variable;
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'default':
      return 'default';
    default:
      return origin satisfies never;
  }
}

/**
 * Formats a checked value for `getEffectiveOptions()`: plain JSON, secrets masked.
 *
 * @internal
 */
export function effectiveValue(node: OptionNode, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (node.facts?.secret === true) return isEmpty(value) ? value : MASK;
  if (Array.isArray(value)) return value.map(item => effectiveValue(node, item));
  if (types.isRegExp(value)) return String(value);
  if (typeof value === 'string') return cut(withoutSecrets(value));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return kindOf(value);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !types.isProxy(value) && Object.keys(value).length === 0;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) {
    const more = value.length > MOST_ITEMS ? ', …' : '';
    return `[${value
      .slice(0, MOST_ITEMS)
      .map(item => (Array.isArray(item) ? 'a list' : textOf(item)))
      .join(', ')}${more}]`;
  }
  return types.isRegExp(value) ? RegExp.prototype.toString.call(value) : kindOf(value);
}

function quoted(text: string): string {
  return `'${cut(withoutSecrets(text)).replace(/\p{Cc}|[\u2028\u2029]/gu, ' ')}'`;
}

/**
 * Masks secrets that any text may contain: the user part of a URL, and a key in the place of a certificate. An unencoded
 * password may contain a slash, a space or an @. So everything up to the last @ is masked, even a path.
 */
function withoutSecrets(text: string): string {
  if (text.includes('-----BEGIN')) return MASK;
  return text.replace(/\/\/.*@/gs, `//${MASK}@`);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
}
