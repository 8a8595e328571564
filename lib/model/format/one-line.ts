import { cutText } from './cut-text.js';

/** Control characters, line separators, and marks that turn the writing direction. */
const NOT_PRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/**
 * Any text as one line: a user's text can not add a line to a log, colour a terminal or fill a disk.
 *
 * @param maxLength a longer text is cut and ends with `…`; 300 unless given
 * @internal
 */
export function oneLine(text: string, maxLength = 300): string {
  const line = text
    .slice(0, maxLength * 2)
    .replace(NOT_PRINTABLE, ' ')
    .trim();
  return cutText(line, maxLength);
}
