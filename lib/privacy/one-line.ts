/** Control characters, line separators, and marks that turn the writing direction. */
const NOT_PRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/**
 * Makes any text fit for one line of a log: whoever chose it can not begin a line of his own, colour the terminal, or
 * fill the disk.
 *
 * @param maxLength longer text is cut and ends with `…`
 * @internal
 */
export function oneLine(text: string, maxLength = 300): string {
  const line = text
    .slice(0, maxLength * 2)
    .replace(NOT_PRINTABLE, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
