/** Characters that are read. */
const MAX_READ = 500;
/** A longer part is a value. */
const MAX_PART = 30;
/** So many digits are an id. `step1` and `v2` have fewer. */
const MAX_DIGITS = 2;

const SEPARATORS = '.:/';
const ZERO = 0x30;
const NINE = 0x39;
/** Wildcards of NATS and MQTT, and `$SYS`, beside the letters, digits, `-` and `_` of a name. */
const SHOWN = new Uint8Array(0x80);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_*>#+$ ')
  SHOWN[character.charCodeAt(0)] = 1;

/**
 * A name of messages without its values: `orders.4711.paid` is `orders.*.paid`. Points, colons and slashes separate its
 * parts. A part is a value if it has more than two digits, only digits, more than 30 characters or others than those of names.
 *
 * @internal
 */
export function nameWithoutValues(name: string): string {
  const length = Math.min(name.length, MAX_READ);
  let shown = '';
  let copied = 0;
  let start = 0;
  let digits = 0;
  let isValue = false;
  for (let at = 0; ; at++) {
    const isEnd = at === length;
    if (!isEnd && !SEPARATORS.includes(name.charAt(at))) {
      const code = name.charCodeAt(at);
      if (code >= ZERO && code <= NINE) digits += 1;
      else if (SHOWN[code] !== 1) isValue = true;
      continue;
    }
    const size = at - start;
    if (isValue || digits > MAX_DIGITS || (digits > 0 && digits === size) || size > MAX_PART) {
      shown += `${name.slice(copied, start)}*`;
      copied = at;
    }
    if (isEnd) return `${shown}${name.slice(copied, at)}${name.length > length ? '…' : ''}`;
    start = at + 1;
    digits = 0;
    isValue = false;
  }
}
