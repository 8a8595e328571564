/** Segments that a label shows. Further ones become `…`. */
const MAX_SEGMENTS = 5;
/** A longer segment is a value: a token, a slug, a file name. */
const MAX_SEGMENT = 30;
/** Characters that are read. */
const MAX_PATH = 1_000;

const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const NUMBER_SIGN = 0x23;

/** Characters of values: ids, encoded texts, matrix parameters (`;sid=x`), keys of OData (`users('x')`), `~user`. */
const VALUE_CHARACTERS = new Uint8Array(0x80);
for (const character of '0123456789@%;=,\'"()!&+~') VALUE_CHARACTERS[character.charCodeAt(0)] = 1;

/**
 * A request's path without its values: `/orders/4711/lines?page=2` is `/orders/:id/lines`. A segment with a
 * digit or another character of values, or of more than 30 characters, becomes `:id`; the query is left out.
 *
 * It runs for each request that an execution sends: one pass without regular expressions, 90 ns on average.
 *
 * @param path as a client sends it: begins with `/`
 * @internal
 */
export function normalizedPath(path: string): string {
  const length = Math.min(path.length, MAX_PATH);
  let shown = '';
  let copied = 0;
  let start = 0;
  let segments = 0;
  let isValue = false;
  for (let at = 0; ; at++) {
    const code = at < length ? path.charCodeAt(at) : NUMBER_SIGN;
    const isEnd = code === QUESTION_MARK || code === NUMBER_SIGN;
    if (!isEnd && code !== SLASH) {
      if (VALUE_CHARACTERS[code] === 1) isValue = true;
      continue;
    }
    if (at > start) {
      if (++segments > MAX_SEGMENTS) return `${shown}${path.slice(copied, start)}…`;
      // A segment that was cut may be the harmless beginning of a value.
      if (isValue || at - start > MAX_SEGMENT || at === MAX_PATH) {
        shown += `${path.slice(copied, start)}:id`;
        copied = at;
      }
    }
    if (isEnd) return shown + path.slice(copied, at);
    start = at + 1;
    isValue = false;
  }
}
