/**
 * Cuts a text to a number of Unicode code points, like chats. A cut text ends with `…`. Never cuts inside a character.
 *
 * @internal
 */
export function capRunes(text: string, max: number): string {
  // A code point has one or two units, so most texts need no count.
  if (text.length <= max) return text;
  const runes: string[] = [];
  for (const rune of text) {
    if (runes.length >= max) return `${runes.slice(0, max - 1).join('')}…`;
    runes.push(rune);
  }
  return text;
}
