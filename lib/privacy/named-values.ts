import type { IsSensitive } from './name-rules.js';
import { REDACTED } from './redacted.js';
import { endOfParameter, readValue } from './written-value.js';

/** `=`, `:`, `:=` and `=>` between a name and its value; the name may be quoted. */
const SEPARATOR = /(\\{0,3}["'`])?[^\S\r\n]{0,8}(:=|=>|[:=])[^\S\r\n]{0,8}/g;

const NO_PARAMETER_NAME = new Set(' \t\r\n=&#?;,"\'<>(){}`\\');
const NO_NAME = new Set(' \t\r\n=&#?;,"\'<>(){}`\\:/%+|*!^~');
const LONGEST_NAME = 128;

/** Headers with a value that extends to the end of the line. */
const WHOLE_LINE = /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?)$/i;

/** Words that need the word before them: `session id: …` */
const HALF_NAME = /^(?:id|number|code|value|string|hash|data)$/i;

/** `TokenExpiredError: jwt expired` */
const ERROR_NAME = /(?:Error|Exception)$/;

/** The port in `token-db:5432`, or the line in `token.service.ts:42:7`. `pin:1234` is neither. */
const PLACE = /^\d{1,5}(?::\d{1,7})?(?![\w.])/;
const OF_DIGITS = /^(?:pin|otp|totp|cvv|cvc2?|cvn|mfa|2fa|[\w-]{1,40}code|password|pass|pw|pwd|pswd)$/i;

/** `WHERE token = $1` */
const PLACEHOLDER = /^(?:\?|\$\d{1,4})(?=[\s,;)]|$)/;

/** `password: must be longer` is a sentence about a field, not its value. */
const PROSE =
  /^(?:[a-z]{1,15}(?= [a-z])|(?:expired|invalid|missing|required|undefined|null|true|false|empty|none|malformed|revoked|denied|expected|unexpected|unknown|wrong|SELECT|INSERT|UPDATE|DELETE|WITH)\b)/;

/**
 * Masks the values of sensitive names: in URL parameters, JSON, headers, assignments and the output of
 * `util.inspect()`.
 *
 * @param redactValue masks the secrets within the value of a parameter without a sensitive name
 * @internal
 */
export function redactNamedValues(
  text: string,
  isSensitive: IsSensitive,
  redactValue: (value: string) => string,
): string {
  let shown = '';
  let done = 0;
  let searched = 0;
  let masked = 0;
  for (const [all, quote = '', sign = '', index] of separatorsOf(text)) {
    const start = index + all.length;
    const signAt = index + all.indexOf(sign);
    if (signAt < done || start < done) continue;
    const isParameter = all === '=';
    const name = nameBefore(text, index, done, isParameter ? NO_PARAMETER_NAME : NO_NAME);
    // The masked value was itself a name: `password: token: …`
    const isChained = done > 0 && signAt === done && masked === done;
    if (isChained || isSecret(name, text, index, sign, start, isSensitive)) {
      const isLine = sign === ':' && WHOLE_LINE.test(name);
      const { open, close, end } = readValue(text, start, isLine ? 'line' : isParameter ? 'parameter' : 'word');
      if (end === start) continue;
      // A masked number in JSON needs quotes.
      const mark = quote !== '' && open === '' ? quote : open;
      shown += `${text.slice(done, start)}${mark}${REDACTED}${open === '' ? mark : close}`;
      done = end;
      masked = end;
    } else if (isParameter && start >= searched) {
      searched = endOfParameter(text, start);
      const value = text.slice(start, searched);
      const redacted = redactValue(value);
      if (redacted === value) continue;
      shown += text.slice(done, start) + redacted;
      done = searched;
    }
  }
  return done === 0 ? text : shown + text.slice(done);
}

function* separatorsOf(
  text: string,
): Generator<[all: string, quote: string | undefined, sign: string | undefined, index: number]> {
  for (const match of text.matchAll(SEPARATOR)) yield [match[0], match[1], match[2], match.index];
}

function isSecret(
  name: string,
  text: string,
  index: number,
  sign: string,
  start: number,
  isSensitive: IsSensitive,
): boolean {
  if (name === '') return false;
  const whole = HALF_NAME.test(name) ? `${wordBefore(text, index - name.length)} ${name}` : name;
  if (!isSensitive(whole)) return false;
  const value = text.slice(start, start + 40);
  if (sign !== ':') return !PLACEHOLDER.test(value);
  if (ERROR_NAME.test(name) || PROSE.test(value)) return false;
  return OF_DIGITS.test(name) || text.charAt(start - 1) !== ':' || !PLACE.test(value);
}

function nameBefore(text: string, index: number, from: number, stops: ReadonlySet<string>): string {
  const first = Math.max(from, index - LONGEST_NAME);
  let at = index;
  while (at > first && !stops.has(text.charAt(at - 1))) at -= 1;
  return text.slice(at, index);
}

function wordBefore(text: string, index: number): string {
  return text.charAt(index - 1) === ' ' ? nameBefore(text, index - 1, 0, NO_NAME) : '';
}
