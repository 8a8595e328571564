import { types } from 'node:util';
import type { IsSensitive } from './name-rules.js';
import { redactText } from './redact-text.js';
import { LOOK_AHEAD, redactWithin } from './redact-within.js';
import { REDACTED } from './redacted.js';
import { isSensitiveName } from './sensitive-names.js';
import { opaqueKind } from './value-kind.js';

const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;
const MAX_TEXT = 2_048;
const MAX_NAME = 200;
/** Characters in all texts and names of one copy; each value counts 8 more. */
const MAX_TOTAL = 32_768;
/** Characters that are looked at: what is masked is not shown, and still costs time. */
const MAX_LOOKED_AT = 65_536;

const COST_OF_A_TEXT = 16;

/** What may say which `value` stands beside it. */
const LABELS = ['name', 'key', 'field'] as const;
/** Longer ones are texts. */
const MAX_LABEL = 100;

/** Members of an error that nobody enumerates. */
const ERROR_MEMBERS = ['message', 'cause', 'errors'] as const;

/** How names are judged and texts are masked. @internal */
export interface CopyRules {
  readonly isSensitive: IsSensitive;
  readonly text: (text: string, maxLength: number) => string;
}

const BUILT_IN: CopyRules = {
  isSensitive: isSensitiveName,
  text: (text, maxLength) => redactWithin(text, maxLength, whole => redactText(whole)),
};

/**
 * Copies any value into plain data that can be shown and sent as JSON: secrets masked, cycles cut, and bounded to 6
 * levels, 100 members each, texts of 2 kB and 32 kB in all. No code of the value's own runs: getters, `toJSON` and
 * proxies are named, not asked. Never throws.
 *
 * @internal
 */
export function safeCopy(value: unknown, rules: CopyRules = BUILT_IN): unknown {
  const steps = copySteps(value, rules);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * The same in small steps, one for each member, between which others may run. What is changed meanwhile is copied as it
 * is found.
 *
 * @internal
 */
export function* copySteps(value: unknown, rules: CopyRules = BUILT_IN): Copying<unknown> {
  try {
    return yield* new SafeCopy(rules).copy(value, 0);
  } catch {
    return '[Unserializable]';
  }
}

/** Work in steps. @internal */
export type Copying<T> = Generator<void, T, void>;

class SafeCopy {
  private left = MAX_TOTAL;
  private toLookAt = MAX_LOOKED_AT;
  private readonly above = new Set<object>();

  constructor(private readonly rules: CopyRules) {}

  *copy(value: unknown, depth: number): Copying<unknown> {
    if (this.isUsedUp) return '[Truncated]';
    this.left -= 8;
    if (typeof value === 'string') return this.text(value, MAX_TEXT);
    if (typeof value === 'number') return Number.isFinite(value) ? this.number(value) : String(value);
    if (typeof value === 'bigint') return this.text(bigintText(value), MAX_TEXT);
    if (typeof value === 'symbol') return this.text(String(value), MAX_TEXT);
    if (typeof value === 'function') return '[Function]';
    if (typeof value !== 'object' || value === null) return value;
    return yield* this.object(value, depth);
  }

  private get isUsedUp(): boolean {
    return this.left <= 0 || this.toLookAt <= 0;
  }

  private *object(value: object, depth: number): Copying<unknown> {
    const kind = opaqueKind(value);
    if (kind !== undefined) return kind;
    if (this.above.has(value)) return '[Circular]';
    if (types.isDate(value)) return dateText(value);
    if (types.isBoxedPrimitive(value)) return '[Boxed]';
    if (depth >= MAX_DEPTH) return '[Truncated]';

    this.above.add(value);
    try {
      return yield* this.members(value, depth + 1);
    } finally {
      this.above.delete(value);
    }
  }

  private *members(value: object, depth: number): Copying<unknown> {
    if (Array.isArray(value)) return yield* this.items(value, value.length, depth);
    if (types.isSet(value))
      return yield* this.items(firstOf(Set.prototype.values.call(value)), sizeOf(Set.prototype, value), depth);
    if (types.isMap(value))
      return yield* this.entries(firstOf(Map.prototype.entries.call(value)), sizeOf(Map.prototype, value), depth);
    const own = Object.keys(value);
    const names = types.isNativeError(value)
      ? [...ERROR_MEMBERS.filter(name => Object.hasOwn(value, name) && !own.includes(name)), ...own]
      : own;
    const shown = names.slice(0, MAX_MEMBERS).map((name): [string, unknown] => [name, dataOf(value, name)]);
    return yield* this.entries(shown, names.length, depth, this.isLabelledSecret(value));
  }

  /** `{ name: 'password', value: 'hunter2' }`, as forms and lists of headers have it. */
  private isLabelledSecret(owner: object): boolean {
    if (!Object.hasOwn(owner, 'value')) return false;
    return LABELS.some(label => {
      const name = dataOf(owner, label);
      return typeof name === 'string' && name.length <= MAX_LABEL && this.rules.isSensitive(name);
    });
  }

  private *items(values: readonly unknown[], size: number, depth: number): Copying<unknown[]> {
    const items: unknown[] = [];
    const length = Math.min(values.length, MAX_MEMBERS);
    for (let index = 0; index < length && !this.isUsedUp; index += 1) {
      items.push(yield* this.copy(dataOf(values, String(index)), depth));
      yield;
    }
    if (items.length < size) items.push(`[${size - items.length} more]`);
    return items;
  }

  /** `Object.fromEntries` defines its members, so that one named `__proto__` is a member as any other. */
  private *entries(
    entries: readonly (readonly [unknown, unknown])[],
    size: number,
    depth: number,
    hidesValue = false,
  ): Copying<Record<string, unknown>> {
    const copies: [string, unknown][] = [];
    for (const [key, value] of entries) {
      if (this.isUsedUp) break;
      const name = typeof key === 'string' ? key : String(yield* this.copy(key, MAX_DEPTH));
      const isSecret = (hidesValue && name === 'value') || this.rules.isSensitive(name);
      const copy = isSecret ? this.masked(value) : yield* this.copy(value, depth);
      copies.push([this.text(name, MAX_NAME), copy]);
      yield;
    }
    if (copies.length < size) copies.push(['…', `[${size - copies.length} more]`]);
    return Object.fromEntries(copies);
  }

  /** That there is nothing, or whether it is so, is nobody's secret. */
  private masked(value: unknown): unknown {
    return value === undefined || value === null || typeof value === 'boolean' ? value : REDACTED;
  }

  /** A card's number may have been read as a number. */
  private number(value: number): unknown {
    if (Number.isInteger(value) && Math.abs(value) < 1e12) return value;
    const text = String(value);
    return this.rules.text(text, MAX_NAME) === text ? value : REDACTED;
  }

  private text(value: string, limit: number): string {
    const shown = this.rules.text(value, Math.min(limit, Math.max(1, this.left)));
    this.toLookAt -= COST_OF_A_TEXT + Math.min(value.length, limit + LOOK_AHEAD);
    this.left -= shown.length;
    return shown;
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

/** Writing out a number of a million digits takes seconds. */
function bigintText(value: bigint): string {
  return value > -(2n ** 256n) && value < 2n ** 256n ? String(value) : '[Large number]';
}

function dateText(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
}
