import type { Tone } from '../tones.js';

/** The colour that stands for a kind of time; always beside its name, never instead of it. */
export function Swatch({ tone }: { tone: Tone }) {
  return <span class={`swatch tone-${tone}`} aria-hidden="true" />;
}
