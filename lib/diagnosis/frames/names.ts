/** In UTF-16 units. Names contain user data, so one of them could fill the report. */
const MAX_NAME_LENGTH = 200;

/** Control characters, line ends and bidirectional overrides: they would break a headline's line, or reverse it. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A name as a report shows it: one line, no more than 200 characters.
 *
 * @internal
 */
export function showName(name: string): string {
  const capped = name.length > MAX_NAME_LENGTH ? `${name.slice(0, cutAt(name, MAX_NAME_LENGTH - 1))}…` : name;
  return capped.replace(UNPRINTABLE, ' ');
}

/** A character outside the basic plane has two units. Half of a character is not valid in a document. */
function cutAt(name: string, length: number): number {
  const last = name.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}
