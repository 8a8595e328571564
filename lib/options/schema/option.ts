import { z } from 'zod';

/** How the text of an environment variable is read. A number without a unit is in the unit that the name tells. */
export type VariableForm =
  'text' | 'boolean' | 'number' | 'milliseconds' | 'seconds' | 'days' | 'list' | 'object' | 'level';

/** What is known of an option beside its check. @internal */
export interface OptionFacts {
  /** One sentence for the table in `docs/settings.md`. */
  readonly about: string;
  /** The environment variable, and how its text is read. */
  readonly variable?: string;
  readonly form?: VariableForm;
  /** A second variable without which the first is not read, and whether it may be left out. */
  readonly gate?: { readonly variable: string; readonly open: boolean };
  /** Somebody else's object or function, which is passed on as it is. */
  readonly opaque?: true;
  /** The member of the group that a text in the group's place stands for. */
  readonly short?: string;
  /** Never shown. */
  readonly secret?: true;
  /** `updateOptions()` can change it. */
  readonly live?: true;
  /** The default as people are told it, where the value itself tells too little or too much. */
  readonly shownDefault?: string;
}

/** The facts of every option, by its check. */
const facts = new WeakMap<z.core.$ZodType, OptionFacts>();

/** @internal */
export function factsOf(check: z.core.$ZodType): OptionFacts | undefined {
  return facts.get(check);
}

/** An option with a default, which is checked and converted like what users give. @internal */
export function option<T extends z.ZodType>(
  check: T,
  fallback: z.input<T> | (() => z.input<T>),
  about: OptionFacts,
): z.ZodPrefault<T> {
  return remember(check.prefault(fallback as z.input<T>), about);
}

/** An option that may be left out. @internal */
export function optional<T extends z.ZodType>(check: T, about: OptionFacts): z.ZodOptional<T> {
  return remember(check.optional(), about);
}

/** Options that belong together. @internal */
export function group<T extends z.ZodRawShape>(shape: T) {
  const check = z.strictObject(shape, {
    error: issue => (issue.code === 'invalid_type' ? `must be an object of ${names(shape)}` : undefined),
  });
  return check.prefault({} as z.input<typeof check>);
}

/** Options that belong together, and can be switched off as a whole. @internal */
export function switchable<T extends z.ZodRawShape>(shape: T, on: boolean, about: OptionFacts) {
  const check = z.union([z.literal(false), z.strictObject(shape)], {
    error: `must be false, or an object of ${names(shape)}`,
  });
  return remember(check.prefault((on ? {} : false) as z.input<typeof check>), about);
}

function remember<T extends z.ZodType>(check: T, about: OptionFacts): T {
  facts.set(check, about);
  return check;
}

function names(shape: z.ZodRawShape): string {
  return Object.keys(shape).join(', ');
}
