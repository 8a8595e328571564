import { wholeCharacters } from '../model/format/cut-text.js';

/** Characters that are searched beyond the cut, so that a secret at the cut is recognised. @internal */
export const LOOK_AHEAD = 1_024;

/**
 * Masks the secrets in a text and cuts it. Only the first part of a long text is searched. The end of that part is cut
 * off, too, because it may contain half a secret, which no rule recognises.
 *
 * @param maxLength a longer text is cut and ends with `…`
 * @internal
 */
export function redactWithin(text: string, maxLength: number, redact: (text: string) => string): string {
  const searched = text.length > maxLength + LOOK_AHEAD ? text.slice(0, maxLength + LOOK_AHEAD) : text;
  const redacted = redact(searched);
  const safe = searched.length < text.length ? Math.max(0, redacted.length - LOOK_AHEAD) : redacted.length;
  const length = Math.min(safe, maxLength);
  return length === text.length || (length === redacted.length && searched.length === text.length)
    ? redacted
    : `${wholeCharacters(redacted, length)}…`;
}
