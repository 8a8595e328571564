import { REDACTED } from './redacted.js';
import type { IsSensitive } from './name-rules.js';

/** `--password hunter2` */
const FLAG = /(?<![\w-])(--[a-z][\w-]{1,63})(\s{1,4})(?!-)([^\s"']{1,2048}|"[^"]{0,2048}"?|'[^']{0,2048}'?)/gi;

/** `curl -u bob:hunter2` */
const USER_FLAG = /(\s(?:-u|--user)[= ]{1,4}["']?[^\s:"']{1,128}:)(?!\d{1,6}(?:\s|$))[^\s"']{1,2048}/g;

/** `the password 'hunter2' is wrong`. `Unexpected token 'h'` and `for key 'PRIMARY'` contain no secrets. */
const QUOTED =
  /(?<!unexpected )\b(tokens?|secret|password|passwd|passphrase|passcode|pwd|jwt|otp|pin|credentials?|api ?key|session(?: id)?|cookie)((?: (?:is|was|of|for|value|string|hash)|(?: [a-z]{1,15}){1,4}:)? )(["'`])(?!\3)[^"'`\r\n]{1,1024}\3/gi;

/** `invalid token 3f9a77c0d1`: ordinary words contain no digit. */
const BARE =
  /(?<!unexpected )\b(tokens?|secret|password|passwd|passphrase|passcode|pwd|jwt|otp|pin|credentials?|api ?key|session(?: id)?|cookie)((?: (?:is|was|of|for|value|string|hash))? )(?=[A-Za-z_+/.~!@#$%^&*-]{0,512}\d)([\w+/.~!@#$%^&*-]{4,2048}={0,2})/gi;

/** `<password>hunter2</password>` */
const ELEMENT = /<([A-Za-z][\w:.-]{0,63})((?:\s[^<>]{0,256})?>)([^<]{1,4096})(?=<\/)/g;

/**
 * Masks secrets that are not written as `name=value`: in command-line flags, sentences and XML.
 *
 * @internal
 */
export function redactProseValues(text: string, isSensitive: IsSensitive): string {
  return text
    .replace(FLAG, (all, flag: string, space: string) => (isSensitive(flag) ? `${flag}${space}${REDACTED}` : all))
    .replace(USER_FLAG, `$1${REDACTED}`)
    .replace(QUOTED, `$1$2$3${REDACTED}$3`)
    .replace(BARE, `$1$2${REDACTED}`)
    .replace(ELEMENT, (all, name: string, rest: string) => (isSensitive(name) ? `<${name}${rest}${REDACTED}` : all));
}
