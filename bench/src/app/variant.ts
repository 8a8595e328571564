/** The variants of a measured process: bare, with one empty global interceptor, or with the monitor. */
export const VARIANTS = ['bare', 'interceptor', 'monitor'] as const;

export type Variant = (typeof VARIANTS)[number];

/** `--against` also measures the monitor of another build. */
export type MeasuredVariant = Variant | 'earlier';

export function variantOf(text: string | undefined): MeasuredVariant {
  const found = [...VARIANTS, 'earlier' as const].find(variant => variant === text);
  if (found === undefined) throw new TypeError(`'${text}' is none of ${VARIANTS.join(', ')}`);
  return found;
}
