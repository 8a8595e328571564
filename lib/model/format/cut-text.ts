/**
 * Cuts a text that is longer than `maxLength`; the result then ends with `…`.
 *
 * A character outside the basic plane has two units. It is never cut in half, because half of it is not valid in a
 * document.
 *
 * @param maxLength in UTF-16 units, the `…` included
 * @internal
 */
export function cutText(text: string, maxLength: number): string {
  return text.length > maxLength ? `${wholeCharacters(text, maxLength - 1)}…` : text;
}

/** The first `length` units of a text, without half a character at the end. @internal */
export function wholeCharacters(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
