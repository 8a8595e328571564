/** Matches anywhere inside one word of a name: `passwords`, `accessToken`, `x-csrf-token`. */
const INSIDE_A_WORD =
  /passw|passwd|pwd|secret|token|authorization|bearer|jwt|credential|session|sessid|cookie|csrf|xsrf|saml|oauth|cvv|cvc|cvn|certificate|signature|crypt|principal|stripe|pswd|mnemonic|creds$|^(?:user|usr|db|admin|root|login|mail|smtp|ftp|ldap|sql|mysql|pg|redis|proxy|old|new|my)pass\d*$/;

/** Matches anywhere in a name without its separators, because these words are written as one or as two. */
const INSIDE_A_NAME =
  /password|passphrase|apikey|privatekey|accesskey|secretkey|signingkey|encryptionkey|creditcard|cardnumber|connectsid|webhookurl|authentic|passcode|passkey|authkey|appkey|userauth|hmac|verificationcode|smscode|onetimecode|recoverycode|backupcode|pincode|securitycode|seedphrase|privkey|connectionstring/;

/** Matches whole words, one or two: `cardNo`, but not `discardNotes` or `accNumber`. */
const WORDS_IN_A_ROW =
  /\b(?:card|cc) ?(?:no|nr|num|number)\b|\bpass ?(?:old|new|current|repeat|again|confirm|confirmation)\b/;

/** Match whole words only: otherwise `ssn` would match `businessName`, and `otp` would match `rootPath`. */
const WHOLE_WORD = new Set(['auth', 'otp', 'totp', 'hotp', 'mfa', '2fa', 'ssn', 'iban', 'salt', 'cert']);

/** Match the last word only: `apiKey` and `key`, but not `keyId`, `monkey` or `keyboard`. */
const LAST_WORD = new Set([
  'key',
  'pw',
  'pass',
  'pin',
  'sid',
  'sso',
  'card',
  'nonce',
  'sig',
  'ticket',
  'pan',
  'assertion',
]);

/** Longer names are not searched. They count as sensitive, because fields have no such names. */
const LONGEST_NAME = 200;

/**
 * True if a field, a parameter or a header with this name contains a secret, judged by the name alone. Accepts any
 * spelling: `apiKey`, `API_KEY`, `x-api-key`, `user[api.key]`.
 *
 * @internal
 */
export function isSensitiveName(name: string): boolean {
  if (name.length > LONGEST_NAME) return true;
  const words = wordsOf(name);
  if (INSIDE_A_NAME.test(words.join(''))) return true;
  if (WORDS_IN_A_ROW.test(words.join(' '))) return true;
  const last = words.at(-1);
  if (last !== undefined && LAST_WORD.has(last.replace(/\d+$/, ''))) return true;
  // An authorization code, unlike `statusCode` and `countryCode`.
  if (words.length === 1 && last === 'code') return true;
  return words.some(word => INSIDE_A_WORD.test(word) || WHOLE_WORD.has(word));
}

/** `userAPIKey` is `user`, `api`, `key`; so are `user_api-key` and `user[api][key]`. */
function wordsOf(name: string): string[] {
  const apart = name.replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ');
  return apart.toLowerCase().match(/[a-z\d\u0080-\uffff]+/g) ?? [];
}
