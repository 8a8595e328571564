import { types } from 'node:util';
import { REDACTED, redactText } from './redact-text.js';
import { isSensitiveName } from './sensitive-names.js';

const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;
const MAX_TEXT = 2_048;
const MAX_NAME = 200;
/** Characters in all texts and names of one copy; each value counts 8 more. */
const MAX_TOTAL = 32_768;

/** Read beyond `MAX_TEXT`, so that a secret at the cut is seen whole. */
const LOOK_AHEAD = 1_024;

/**
 * Copies any value into plain data that can be shown and sent as JSON: secrets masked, cycles cut, and bounded to 6
 * levels, 100 members each, texts of 2 kB and 32 kB in all. No code of the value's own runs: getters, `toJSON` and
 * proxies are named, not asked. Never throws.
 *
 * @internal
 */
export function safeCopy(value: unknown): unknown {
  try {
    return new SafeCopy().copy(value, 0);
  } catch {
    return '[Unserializable]';
  }
}

class SafeCopy {
  private left = MAX_TOTAL;
  private readonly above = new Set<object>();

  copy(value: unknown, depth: number): unknown {
    if (this.left <= 0) return '[Truncated]';
    this.left -= 8;
    if (typeof value === 'string') return this.text(value, MAX_TEXT);
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return this.text(String(value), MAX_TEXT);
    if (typeof value === 'function') return '[Function]';
    if (typeof value !== 'object' || value === null) return value;
    return this.object(value, depth);
  }

  private object(value: object, depth: number): unknown {
    if (types.isProxy(value)) return '[Proxy]';
    if (this.above.has(value)) return '[Circular]';
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return '[Binary]';
    if (types.isDate(value)) return dateText(value);
    if (types.isRegExp(value)) return '[RegExp]';
    if (types.isPromise(value)) return '[Promise]';
    if (depth >= MAX_DEPTH) return '[Truncated]';

    this.above.add(value);
    try {
      return this.members(value, depth + 1);
    } finally {
      this.above.delete(value);
    }
  }

  private members(value: object, depth: number): unknown {
    if (Array.isArray(value)) return this.items(value, value.length, depth);
    if (types.isSet(value))
      return this.items(firstOf(Set.prototype.values.call(value)), sizeOf(Set.prototype, value), depth);
    if (types.isMap(value))
      return this.entries(firstOf(Map.prototype.entries.call(value)), sizeOf(Map.prototype, value), depth);
    const names = types.isNativeError(value) ? ['message', ...Object.keys(value)] : Object.keys(value);
    const shown = names.slice(0, MAX_MEMBERS).map((name): [string, unknown] => [name, dataOf(value, name)]);
    return this.entries(shown, names.length, depth);
  }

  private items(values: readonly unknown[], size: number, depth: number): unknown[] {
    const items: unknown[] = [];
    const length = Math.min(values.length, MAX_MEMBERS);
    for (let index = 0; index < length && this.left > 0; index += 1) {
      items.push(this.copy(dataOf(values, String(index)), depth));
    }
    if (items.length < size) items.push(`[${size - items.length} more]`);
    return items;
  }

  /** `Object.fromEntries` defines its members, so that one named `__proto__` is a member as any other. */
  private entries(
    entries: readonly (readonly [unknown, unknown])[],
    size: number,
    depth: number,
  ): Record<string, unknown> {
    const copies: [string, unknown][] = [];
    for (const [key, value] of entries) {
      if (this.left <= 0) break;
      const name = typeof key === 'string' ? key : String(this.copy(key, MAX_DEPTH));
      copies.push([this.text(name, MAX_NAME), isSensitiveName(name) ? REDACTED : this.copy(value, depth)]);
    }
    if (copies.length < size) copies.push(['…', `[${size - copies.length} more]`]);
    return Object.fromEntries(copies);
  }

  private text(value: string, limit: number): string {
    const redacted = redactText(value.slice(0, limit + LOOK_AHEAD));
    const shown = redacted.slice(0, Math.min(limit, this.left));
    this.left -= shown.length;
    return shown.length < redacted.length || value.length > limit + LOOK_AHEAD ? `${shown}…` : shown;
  }
}

/** A member's value; a getter is not called. */
function dataOf(owner: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, name);
  return property?.get || property?.set ? '[Getter]' : property?.value;
}

function firstOf<T>(values: Iterable<T>): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.push(value) === MAX_MEMBERS) break;
  }
  return first;
}

/** The real size of a set or map, whatever its subclass tells. */
function sizeOf(prototype: Set<unknown> | Map<unknown, unknown>, value: object): number {
  return Number(Reflect.get(prototype, 'size', value));
}

function dateText(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
}
