import { REDACTED } from './redacted.js';

const USER_INFO = /\/\/[^\s/?#"'<>]{1,512}@/g;
/** A password with an unencoded slash; `host:8080/` is none. */
const WILD_USER_INFO = /:\/\/[^\s/?#@:"'<>]{0,128}:(?!\d{1,5}[/?#])[^\s@"'<>]{1,256}@/g;

/** A segment of a path, with the slash before it. */
const SEGMENT = /\/([^\s/?#"'<>`(){}|\\^,;&=]+)/g;

/** The next segment of the path is a secret: `/reset-password/3f9a…`, `/session/3f9a…`. */
const HOLDER =
  /(?:^|[._~-])(?:(?:access|refresh|auth|id|reset|user)?tokens?|secrets?|password|passwd|pwd|passphrase|passcode|api-?_?keys?|jwt|otp|totp|pin|nonce|sid|sessions?|session-?_?id|credentials?|bearer|signature|hmac|csrf|xsrf|cookies?)$/;
/** Links for one person. The same words name harmless routes, so only long segments after them are secrets. */
const LINK =
  /(?:^|[-_.~])(?:reset|verify|verification|activate|activation|invite|invites|invitation|invitations|magic|magic-link|unsubscribe|hooks?|webhooks?)(?:[-_]?(?:e?mail|account|link|user|phone))?$|^confirm[-_](?:e?mail|account)$/;
const LINK_LENGTH = 10;

/** `forgot`, `resetPassword`, `reset-password`: words of a route, no values. */
const WORDS = /^[a-z]{2,15}(?:[A-Z][a-z]{1,14}|[-_][a-z]{1,15}){0,3}$/;
const FILE =
  /^[\w.@+-]{1,200}\.(?:[cm]?[jt]sx?|json|html?|css|map|md|svg|png|jpe?g|gif|ico|pdf|txt|csv|xml|ya?ml|log|cpuprofile|gz)(?::\d{1,7}){0,2}$/i;
const PLACEHOLDER = /^(?::[\w?+*]{1,60}|\*[\w]{0,60}|\[[A-Z]{1,12}\])$/;

/** Shorter segments are ids. Longer ones with capitals, small letters and digits are random tokens. */
const LONGEST_ID = 31;
const MIXED = /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=\D*\d)[\w.~+-]{32,}$/;

/**
 * Masks the user part of URLs, and tokens in their paths. A token is a segment after a word such as `reset-password` or
 * `hooks`, or a long random segment. Ids stay: numbers, UUIDs and hexadecimal digits.
 *
 * @internal
 */
export function redactUrls(text: string): string {
  if (!text.includes('/')) return text;
  return redactPaths(text.replace(USER_INFO, `//${REDACTED}@`).replace(WILD_USER_INFO, `://${REDACTED}@`));
}

function redactPaths(text: string): string {
  let before = '';
  let end = -1;
  return text.replace(SEGMENT, (all, segment: string, offset: number) => {
    const announced = offset === end ? before : '';
    before = segment;
    end = offset + all.length;
    return isToken(segment, announced) ? `/${REDACTED}` : all;
  });
}

function isToken(segment: string, before: string): boolean {
  if (segment.length > LONGEST_ID && MIXED.test(segment) && !FILE.test(segment)) return true;
  if (before === '' || before.length > 100 || WORDS.test(segment) || PLACEHOLDER.test(segment)) return false;
  const words = before.replace(/([a-z\d])(?=[A-Z])/g, '$1-').toLowerCase();
  if (HOLDER.test(words)) return !FILE.test(segment);
  return segment.length >= LINK_LENGTH && LINK.test(words) && !FILE.test(segment);
}
