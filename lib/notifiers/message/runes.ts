/**
 * Cuts a text to so many Unicode code points, which is how chats count; a longer one ends with `…`. Never cuts a
 * character in two.
 *
 * @internal
 */
export function capRunes(text: string, max: number): string {
  // A code point is one or two units, so that most texts need not be counted.
  if (text.length <= max) return text;
  const runes: string[] = [];
  for (const rune of text) {
    if (runes.length >= max) return `${runes.slice(0, max - 1).join('')}…`;
    runes.push(rune);
  }
  return text;
}

/** Cuts a text to so many UTF-16 units, for limits of which it is not said what they count. @internal */
export function capUnits(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
