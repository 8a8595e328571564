/** The variants of a measured process: bare, with one empty global interceptor, or with the monitor. */
export const VARIANTS = ['bare', 'interceptor', 'monitor'] as const;

export type Variant = (typeof VARIANTS)[number];

/** `--against` also measures the monitor of another build. Workload `db` also measures the monitor without libraries. */
export type MeasuredVariant = Variant | 'earlier' | 'without-libraries';

export function variantOf(text: string | undefined): MeasuredVariant {
  const found = [...VARIANTS, 'earlier' as const, 'without-libraries' as const].find(variant => variant === text);
  if (found === undefined) throw new TypeError(`'${text}' is none of ${VARIANTS.join(', ')}`);
  return found;
}
