import type { Tone } from '../model/tones.js';

/** The colour of a kind of time. It always stands beside the name, for readers who do not see colours. */
export function Swatch({ tone }: { tone: Tone }) {
  return <span class={`swatch tone-${tone}`} aria-hidden="true" />;
}
