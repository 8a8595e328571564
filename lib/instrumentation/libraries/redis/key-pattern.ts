/** A longer segment is a value. */
const MAX_SEGMENT = 30;
const COLON = 0x3a;

/**
 * A key without its values: `user:*` for `user:4711:cart`. The first segment is shown if it has only `a`–`z`, `_` and `-`;
 * of other keys nothing is. It runs for each command that an execution sends.
 *
 * @param key as the application gave it: texts, numbers and bytes are possible
 * @internal
 */
export function keyPattern(key: unknown): string {
  if (typeof key !== 'string') return '*';
  const limit = Math.min(key.length, MAX_SEGMENT + 1);
  for (let at = 0; at < limit; at++) {
    const code = key.charCodeAt(at);
    if (code === COLON && at > 0) return `${key.slice(0, at)}:*`;
    if (!isShown(code)) return '*';
  }
  return key === '' || key.length > MAX_SEGMENT ? '*' : key;
}

function isShown(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d;
}
