/** Hit anywhere inside one word of a name: `passwords`, `accessToken`, `x-csrf-token`. */
const INSIDE_A_WORD =
  /passw|passwd|pwd|secret|token|authorization|bearer|jwt|credential|session|sessid|cookie|csrf|xsrf|saml|oauth|cvv|cvc|cvn|certificate|signature|crypt|principal|stripe|pswd|mnemonic|creds$|^(?:user|usr|db|admin|root|login|mail|smtp|ftp|ldap|sql|mysql|pg|redis|proxy|old|new|my)pass\d*$/;

/** Words that are written apart or together: hit anywhere in a name without its separators. */
const INSIDE_A_NAME =
  /password|passphrase|apikey|privatekey|accesskey|secretkey|signingkey|encryptionkey|creditcard|cardnumber|connectsid|webhookurl|authentic|passcode|passkey|authkey|appkey|userauth|hmac|verificationcode|smscode|onetimecode|recoverycode|backupcode|pincode|securitycode|seedphrase|privkey|connectionstring/;

/** Of whole words, written apart or together: `cardNo` is, `discardNotes` and `accNumber` are not. */
const WORDS_IN_A_ROW =
  /\b(?:card|cc) ?(?:no|nr|num|number)\b|\bpass ?(?:old|new|current|repeat|again|confirm|confirmation)\b/;

/** Hit as a whole word only, else `businessName` would be hit by `ssn` and `rootPath` by `otp`. */
const WHOLE_WORD = new Set(['auth', 'otp', 'totp', 'hotp', 'mfa', '2fa', 'ssn', 'iban', 'salt', 'cert']);

/** Hit as the last word only: `apiKey` and `key` are, `keyId`, `monkey` and `keyboard` are not. */
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

/** Nobody names a field like this; what stands under such a name is not looked at. */
const LONGEST_NAME = 200;

/**
 * Whether a field, a parameter or a header of this name holds a secret, going by the name alone. Written in any way:
 * `apiKey`, `API_KEY`, `x-api-key`, `user[api.key]`. Takes any string, in time bounded by its first 200 characters.
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
  // An authorization code; `statusCode` and `countryCode` are none.
  if (words.length === 1 && last === 'code') return true;
  return words.some(word => INSIDE_A_WORD.test(word) || WHOLE_WORD.has(word));
}

/** `userAPIKey` is `user`, `api`, `key`; so are `user_api-key` and `user[api][key]`. */
function wordsOf(name: string): string[] {
  const apart = name.replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ');
  return apart.toLowerCase().match(/[a-z\d\u0080-\uffff]+/g) ?? [];
}
