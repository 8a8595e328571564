/** Read beyond what is shown, so that a secret at the cut is seen whole. @internal */
export const LOOK_AHEAD = 1_024;

/**
 * Masks a text and cuts it. Of a text that goes on further than is looked at, the end of what was looked at is not
 * shown either: a secret that was cut in two is not recognised.
 *
 * @param maxLength longer text is cut and ends with `…`
 * @internal
 */
export function redactWithin(text: string, maxLength: number, redact: (text: string) => string): string {
  const looked = text.length > maxLength + LOOK_AHEAD ? text.slice(0, maxLength + LOOK_AHEAD) : text;
  const redacted = redact(looked);
  const sure = looked.length < text.length ? Math.max(0, redacted.length - LOOK_AHEAD) : redacted.length;
  const length = Math.min(sure, maxLength);
  return length === text.length || (length === redacted.length && looked.length === text.length)
    ? redacted
    : `${redacted.slice(0, wholeLength(redacted, length))}…`;
}

/** A character outside the basic plane is two units, and half of one is not valid in a document. */
function wholeLength(text: string, length: number): number {
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}
