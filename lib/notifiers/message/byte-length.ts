/** The length of a text in UTF-8. @internal */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * Cuts a text to a number of bytes in UTF-8. A cut text ends with `…`. Never cuts inside a character.
 *
 * @internal
 */
export function cutBytes(text: string, max: number): string {
  if (byteLength(text) <= max) return text;
  const room = max - byteLength('…');
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > room) break;
    kept += character;
  }
  return `${kept}…`;
}
