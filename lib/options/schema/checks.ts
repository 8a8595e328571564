import { types } from 'node:util';
import { z } from 'zod';
import { parseDuration } from '../parse-duration.js';
import { compilePattern } from '../pattern.js';

const LONGEST_TEXT = 4_096;
const MOST_ITEMS = 1_000;
const DURATION = "must be a duration: milliseconds as a number, or a string such as '500ms', '1.5s', '2m', '10d'";
const HTTP_URL = "must be a URL with its scheme, such as 'https://chat.example.com'";

/** True or false. @internal */
export const boolean = z.boolean('must be true or false');

/** A duration within bounds, in milliseconds. @internal */
export function duration(shortest: string, longest: string) {
  const min = parseDuration(shortest) ?? 0;
  const max = parseDuration(longest) ?? 0;
  return z.union([z.number(), z.string()], { error: DURATION }).transform((value, context) => {
    const parsed = parseDuration(value);
    if (parsed !== undefined && parsed >= min && parsed <= max) return parsed;
    const bounds = `${min > 0 ? 'must be more than 0: ' : ''}between '${shortest}' and '${longest}'`;
    const isNumber = parsed !== undefined || typeof value === 'number' || /^\s*-\d/.test(value);
    context.addIssue(isNumber ? (min > 0 ? bounds : `must lie ${bounds}`) : `${DURATION}${suggestion(value)}`);
    return z.NEVER;
  });
}

/** A duration within bounds, in milliseconds, or `false`. @internal */
export function durationOrFalse(shortest: string, longest: string) {
  const check = duration(shortest, longest);
  return z
    .union([z.literal(false), z.number(), z.string()], { error: `${DURATION}, or false` })
    .transform((value, context) => {
      if (value === false) return value;
      const { data, error } = check.safeParse(value);
      if (data !== undefined) return data;
      for (const { message } of error?.issues ?? []) context.addIssue(message);
      return z.NEVER;
    });
}

/** Suggests `'10d'` for `'10 days'`. Words stay invalid: `'10 months'` would be ambiguous. */
function suggestion(value: string): string {
  const found = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]+)\s*$/i.exec(value.slice(0, 40));
  const unit = UNITS.find(([words]) => words.test(found?.[2] ?? ''))?.[1];
  return found && unit !== undefined ? `; did you mean '${found[1]}${unit}'?` : '';
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(milliseconds?|millis|msecs?|ms)$/i, 'ms'],
  [/^(seconds?|secs?|s)$/i, 's'],
  [/^(minutes?|mins?|m)$/i, 'm'],
  [/^(hours?|hrs?|h)$/i, 'h'],
  [/^(days?|d)$/i, 'd'],
  [/^(weeks?|w)$/i, 'w'],
];

/** @internal */
export function integer(min: number, max: number) {
  const right = `must be a whole number from ${min} to ${max}`;
  return z.number(right).int(right).min(min, right).max(max, right);
}

/** Not empty, bounded, and without control characters, which could reach headers and file names. @internal */
export function text(subject: string) {
  const right = `must be ${subject}`;
  return z
    .string(right)
    .trim()
    .min(1, right)
    .max(LONGEST_TEXT, `${right}, at most ${LONGEST_TEXT} characters long`)
    .refine(value => !/\p{Cc}/u.test(value), `${right}, without line breaks and control characters`);
}

/** @internal */
export function list<T extends z.ZodType>(item: T, subject: string) {
  return z.array(item, `must be a list of ${subject}`).max(MOST_ITEMS, `must have at most ${MOST_ITEMS} items`);
}

/** An address with the scheme `http` or `https`. @internal */
export const httpUrl = text('a URL').refine(isHttpUrl, HTTP_URL);

/**
 * An address with the scheme `http` or `https` that passes further tests.
 *
 * @param rules each with the sentence about the right address
 * @internal
 */
export function httpUrlWith(...rules: readonly (readonly [test: (url: URL) => boolean, right: string])[]) {
  // An address without a scheme has that fault alone.
  return rules.reduce(
    (check, [test, right]) => check.refine(value => !isHttpUrl(value) || test(new URL(value)), right),
    httpUrl,
  );
}

/** An address that messages or log lines show, and that is extended. @internal */
export function plainUrl(reason: string) {
  return httpUrlWith([isPlain, `must have no user name, password, query or fragment: ${reason}`]);
}

function isPlain({ username, password, search, hash }: URL): boolean {
  return username + password + search + hash === '';
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

/** @internal */
export const pattern = z
  .union([z.string(), z.custom<RegExp>(types.isRegExp)], {
    error: 'must be a regular expression, as a string or as a RegExp',
  })
  .superRefine((value, context) => {
    try {
      compilePattern(value);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : 'must be a regular expression');
    }
  });
