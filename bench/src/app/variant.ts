/** What a measured process runs: nothing of ours, one global interceptor that does nothing, or the monitor. */
export const VARIANTS = ['bare', 'interceptor', 'monitor'] as const;

export type Variant = (typeof VARIANTS)[number];

/** Beside these, `--against` measures the monitor of another build. */
export type MeasuredVariant = Variant | 'earlier';

export function variantOf(text: string | undefined): MeasuredVariant {
  const found = [...VARIANTS, 'earlier' as const].find(variant => variant === text);
  if (found === undefined) throw new TypeError(`'${text}' is none of ${VARIANTS.join(', ')}`);
  return found;
}
