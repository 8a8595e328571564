import { types } from 'node:util';
import type { PartValue } from '../options/resolved-options.interface.js';
import { decodeUri } from '../platform/decode-uri.js';
import { isSensitiveName } from './sensitive-names.js';

/** Shorter secrets would mask half of every text. */
const SHORTEST = 4;
/** A secret of at most this length is masked only as a whole word. */
const LONGEST_WORD = 7;
/** Shorter segments in the path of a webhook are no secrets. */
const SHORTEST_SEGMENT = 12;
/** Headers without secrets: masking their values would mask common words. Any other header may authenticate. */
const OPEN_HEADER = /^(?:accept|accept-.*|content-.*|user-agent)$/i;
const HTTP_URL = /^https?:/i;
const MAX_DEPTH = 6;
const MAX_VISITS = 500;
const MAX_LENGTH = 16_384;

/**
 * Collects the secrets in the settings: tokens, keys, passwords, webhook URLs and the secret parts of these. Each is
 * included in all encodings in which a text may contain it.
 *
 * An e-mail transport is searched for members with sensitive names. None of its getters is called.
 *
 * @internal
 */
export function configuredSecrets(values: readonly PartValue[]): string[] {
  const found = new Set<string>();
  const collect = new SecretCollector(found);
  for (const { name, value, secret } of values) {
    if (secret) collect.marked(value);
    collect.from(value, name, 0);
  }
  return [...found].filter(secret => secret.length >= SHORTEST && secret.length <= MAX_LENGTH);
}

/**
 * One pattern for all secrets. The longest come first, so that no rest of one is left when it contains another.
 *
 * @returns `undefined` without secrets
 * @internal
 */
export function patternOf(secrets: readonly string[]): RegExp | undefined {
  if (secrets.length === 0) return undefined;
  const parts = secrets
    .toSorted((a, b) => b.length - a.length)
    .map(secret => {
      const literal = secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      return secret.length > LONGEST_WORD ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`;
    });
  return new RegExp(parts.join('|'), 'g');
}

class SecretCollector {
  private visits = 0;
  private readonly seen = new Set<object>();

  constructor(private readonly found: Set<string>) {}

  from(value: unknown, name: string, depth: number): void {
    this.visits += 1;
    if (this.visits > MAX_VISITS || depth > MAX_DEPTH) return;
    if (typeof value === 'string') return this.text(value, name);
    if (typeof value !== 'object' || value === null || types.isProxy(value) || this.seen.has(value)) return;
    this.seen.add(value);
    for (const key of Object.keys(value).slice(0, MAX_VISITS)) {
      const member: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      // `keys: ['a', 'b']`: the items of a list have the name of the list.
      this.from(member, Array.isArray(value) ? name : key, depth + 1);
    }
  }

  /** A value that its schema marks as secret, with any name: headers, the URL of a webhook, or another text. */
  marked(value: unknown): void {
    if (typeof value === 'string') {
      if (HTTP_URL.test(value) && URL.canParse(value)) this.url(new URL(value), value, true);
      else this.secret(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, text] of Object.entries(value)) if (!OPEN_HEADER.test(name)) this.secret(String(text));
    }
  }

  private text(value: string, name: string): void {
    if (isSensitiveName(name)) this.secret(value);
    if (URL.canParse(value)) this.url(new URL(value), value, false);
  }

  private url(url: URL, written: string, isWebhook: boolean): void {
    this.add(url.password);
    this.add(decodeUri(url.password));
    // Some services take a token as the user name, without a password.
    if (url.password === '' && url.username.length > LONGEST_WORD) this.add(url.username);
    if (url.password !== '') this.add(`${url.username}:${url.password}`);
    for (const [name, value] of url.searchParams) if (isSensitiveName(name) || isWebhook) this.add(value);
    if (!isWebhook || url.pathname.length + url.search.length <= SHORTEST_SEGMENT) return;
    this.add(written);
    this.add(url.href);
    for (const segment of url.pathname.split('/')) {
      if (segment.length >= SHORTEST_SEGMENT && /\d|[a-z][A-Z]/.test(segment)) this.add(segment);
    }
  }

  private secret(value: string): void {
    this.add(value);
    // `Authorization: Bearer …`
    if (value.includes(' ')) this.add(value.slice(value.lastIndexOf(' ') + 1));
  }

  private add(secret: string): void {
    if (secret.length < SHORTEST) return;
    this.found.add(secret);
    this.found.add(encode(secret));
    this.found.add(JSON.stringify(secret).slice(1, -1));
  }
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
