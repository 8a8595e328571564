import { z } from 'zod';

/** The format of an environment variable. A number without a unit has the unit of the form's name. */
export type VariableForm =
  'text' | 'boolean' | 'number' | 'milliseconds' | 'seconds' | 'days' | 'list' | 'object' | 'switches' | 'level';

/** Properties of an option beside its check. @internal */
export interface OptionFacts {
  /** One sentence for the table in `docs/settings.md`. */
  readonly about: string;
  /** The environment variable, and the format of its text. */
  readonly variable?: string;
  readonly form?: VariableForm;
  /** A second variable that must be true for the first to apply. `open` is its default. */
  readonly gate?: { readonly variable: string; readonly open: boolean };
  /** An object or function of the application, passed on unchanged. */
  readonly opaque?: true;
  /** The member of the group that a text in the place of the group sets, or another value that `isShort` accepts. */
  readonly short?: string;
  readonly isShort?: (value: unknown) => boolean;
  /** Masked in errors, logs and effective options, and in everything else that leaves the process. */
  readonly secret?: true;
  /** `updateOptions()` can change it. */
  readonly live?: true;
  /** The default in the settings table, if the value itself is too long or unclear. */
  readonly shownDefault?: string;
}

/** The facts of every option, by its schema. */
const facts = new WeakMap<z.core.$ZodType, OptionFacts>();

/** @internal */
export function factsOf(check: z.core.$ZodType): OptionFacts | undefined {
  return facts.get(check);
}

/** An option with a default. The default is checked and converted like a value of the user. @internal */
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
