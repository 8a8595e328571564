/** The losses that a report states, but those of a machine that other work kept busy. */
export function lossesOf(degraded) {
  return degraded.filter(text => !text.includes('had no processor'));
}
