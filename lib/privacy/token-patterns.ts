import { REDACTED } from './redacted.js';

/** All repetitions in these patterns have a limit, or can not backtrack: no text makes a pattern slow. */
const PEM_BLOCK = /-----BEGIN [A-Z0-9 ]{1,64}-----[^]*?(?:-----END [A-Z0-9 ]{1,64}-----|$)/g;

const BEARER =
  /\b(Bearer)( {1,8})(?!(?:tokens?|auth|authentication|authorization|realm|scheme|error)\b)[\w+/=.~-]{4,}/gi;
/** Credentials contain more than lower-case letters, unlike `Basic plan` and `basic authentication`. */
const BASIC = /\b([Bb]asic|BASIC)( {1,8})(?![a-z]{1,20}\b)[\w+/=.~-]{4,}/g;

/** A JSON object in base64url, the beginning of a token. The parts after it may have been cut off. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;

/** Tokens with a prefix: GitHub, GitLab, Slack, Stripe, AWS, Google, npm, SendGrid, Shopify, Telegram … */
const BRANDED =
  /(?<![A-Za-z0-9])(?:gh[opsur]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|[prs]k_(?:live|test)_\w{10,}|whsec_[\w+/=]{10,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[A-Z\d]{16}|AIza[\w-]{30,}|ya29\.[\w-]{10,}|npm_\w{20,}|SG\.[\w-]{10,}\.[\w-]{10,}|shp(?:at|ca|pa|ss)_\w{16,}|hf_\w{16,}|dop_v1_\w{16,}|(?:bot)?\d{8,10}:[\w-]{34,})(?![A-Za-z0-9])/g;

/** Webhooks of chats: the whole address is a secret. */
const WEBHOOK =
  /(\b(?:hooks\.slack\.com|discord(?:app)?\.com\/api(?:\/v\d{1,3})?\/webhooks|webhook\.office\.com|chat\.googleapis\.com))\/[^\s"'<>]+/gi;

const DIGITS =
  /(?<![A-Za-z0-9])[2-6](?:\d{12,18}|\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{3}([ -])\d{6}\2\d{5})(?![A-Za-z0-9])/g;

/**
 * Masks secrets with a known format: PEM blocks, `Bearer` and `Basic` credentials, JSON web tokens, tokens of
 * well-known services, and card numbers.
 *
 * @internal
 */
export function redactTokens(text: string): string {
  return text
    .replace(PEM_BLOCK, REDACTED)
    .replace(WEBHOOK, `$1/${REDACTED}`)
    .replace(BEARER, `$1$2${REDACTED}`)
    .replace(BASIC, `$1$2${REDACTED}`)
    .replace(JSON_WEB_TOKEN, REDACTED)
    .replace(BRANDED, REDACTED)
    .replace(DIGITS, digits => (isCardNumber(digits) ? REDACTED : digits));
}

/**
 * True for the number of a payment card: 13 to 19 digits with a valid check digit (Luhn). Single spaces or hyphens may
 * group them. One in ten other numbers of that length passes, too.
 */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  let double = false;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = Number(digits[index]);
    const weighted = double ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
    double = !double;
  }
  return sum % 10 === 0;
}
