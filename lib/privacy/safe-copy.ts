import { types } from 'node:util';
import { runSteps, type Steps } from '../platform/steps.js';
import type { IsSensitive } from './name-rules.js';
import { ownData } from './own-data.js';
import { ownMembers } from './own-members.js';
import { redactText } from './redact-text.js';
import { LOOK_AHEAD, redactWithin } from './redact-within.js';
import { REDACTED } from './redacted.js';
import { isSensitiveName } from './sensitive-names.js';
import { opaqueKind } from './value-kind.js';

const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;
const MAX_TEXT = 2_048;
const MAX_NAME = 200;
/** Characters in all texts and names of one copy; each value counts as 8 more. */
const MAX_TOTAL = 32_768;
const COST_OF_A_VALUE = 8;
/** Characters to search for secrets. Masked text is not in the copy, but it takes time, too. */
const MAX_SEARCHED = 65_536;
const COST_OF_A_TEXT = 16;

/** Members that can contain the name of the `value` next to them. */
const LABELS = ['name', 'key', 'field'] as const;
/** A longer label is a text, not a name. */
const MAX_LABEL = 100;

/** The rules for the names and the texts of a copy. @internal */
export interface CopyRules {
  readonly isSensitive: IsSensitive;
  readonly text: (text: string, maxLength: number) => string;
}

const BUILT_IN: CopyRules = {
  isSensitive: isSensitiveName,
  text: (text, maxLength) => redactWithin(text, maxLength, whole => redactText(whole)),
};

/**
 * Copies any value into plain data for JSON. Secrets are masked and cycles are cut. A copy has at most 6 levels,
 * 100 members for each object, 2 kB for each text and 32 kB in all.
 *
 * No code of the value runs: getters, `toJSON` and proxies are named, never called. Never throws.
 *
 * @internal
 */
export function safeCopy(value: unknown, rules: CopyRules = BUILT_IN): unknown {
  return runSteps(copySteps(value, rules));
}

/**
 * Does the same in small steps, one for each member. Members that change between the steps may be copied before or
 * after the change.
 *
 * @internal
 */
export function* copySteps(value: unknown, rules: CopyRules = BUILT_IN): Steps<unknown> {
  try {
    return yield* new SafeCopy(rules).copy(value, 0);
  } catch {
    return '[Unserializable]';
  }
}

class SafeCopy {
  private left = MAX_TOTAL;
  private leftToSearch = MAX_SEARCHED;
  private readonly above = new Set<object>();

  constructor(private readonly rules: CopyRules) {}

  *copy(value: unknown, depth: number): Steps<unknown> {
    if (this.isUsedUp) return '[Truncated]';
    this.left -= COST_OF_A_VALUE;
    if (typeof value === 'string') return this.text(value, MAX_TEXT);
    if (typeof value === 'number') return Number.isFinite(value) ? this.number(value) : String(value);
    if (typeof value === 'bigint') return this.text(bigintText(value), MAX_TEXT);
    if (typeof value === 'symbol') return this.text(String(value), MAX_TEXT);
    if (typeof value === 'function') return '[Function]';
    if (typeof value !== 'object' || value === null) return value;
    return yield* this.object(value, depth);
  }

  private get isUsedUp(): boolean {
    return this.left <= 0 || this.leftToSearch <= 0;
  }

  private *object(value: object, depth: number): Steps<unknown> {
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

  private *members(value: object, depth: number): Steps<unknown> {
    const members = ownMembers(value, MAX_MEMBERS);
    return 'items' in members
      ? yield* this.items(members.items, members.size, depth)
      : yield* this.entries(members.entries, members.size, depth, this.isLabelledSecret(value));
  }

  /** `{ name: 'password', value: 'hunter2' }`, the shape of form fields and lists of headers. */
  private isLabelledSecret(owner: object): boolean {
    if (!Object.hasOwn(owner, 'value')) return false;
    return LABELS.some(label => {
      const name = ownData(owner, label);
      return typeof name === 'string' && name.length <= MAX_LABEL && this.rules.isSensitive(name);
    });
  }

  private *items(values: readonly unknown[], size: number, depth: number): Steps<unknown[]> {
    const items: unknown[] = [];
    for (const value of values) {
      if (this.isUsedUp) break;
      items.push(yield* this.copy(value, depth));
      yield;
    }
    if (items.length < size) items.push(`[${size - items.length} more]`);
    return items;
  }

  /** `Object.fromEntries` defines its members, so a member named `__proto__` is like any other. */
  private *entries(
    entries: readonly (readonly [unknown, unknown])[],
    size: number,
    depth: number,
    hidesValue: boolean,
  ): Steps<Record<string, unknown>> {
    const copies: [string, unknown][] = [];
    for (const [key, value] of entries) {
      if (this.isUsedUp) break;
      const name = typeof key === 'string' ? key : String(yield* this.copy(key, MAX_DEPTH));
      const isSecret = (hidesValue && name === 'value') || this.rules.isSensitive(name);
      const copy = isSecret ? masked(value) : yield* this.copy(value, depth);
      copies.push([this.text(name, MAX_NAME), copy]);
      yield;
    }
    if (copies.length < size) copies.push(['…', `[${size - copies.length} more]`]);
    return Object.fromEntries(copies);
  }

  /** Card numbers may have been parsed as numbers. */
  private number(value: number): unknown {
    if (Number.isInteger(value) && Math.abs(value) < 1e12) return value;
    const text = String(value);
    return this.rules.text(text, MAX_NAME) === text ? value : REDACTED;
  }

  private text(value: string, limit: number): string {
    const shown = this.rules.text(value, Math.min(limit, Math.max(1, this.left)));
    this.leftToSearch -= COST_OF_A_TEXT + Math.min(value.length, limit + LOOK_AHEAD);
    this.left -= shown.length;
    return shown;
  }
}

/** A missing value, `true` and `false` are no secrets. */
function masked(value: unknown): unknown {
  return value === undefined || value === null || typeof value === 'boolean' ? value : REDACTED;
}

/** Printing a number with a million digits takes seconds. */
function bigintText(value: bigint): string {
  return value > -(2n ** 256n) && value < 2n ** 256n ? String(value) : '[Large number]';
}

function dateText(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
}
