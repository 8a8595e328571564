import { oneLine } from '../model/format/one-line.js';
import { decodeUri } from '../platform/decode-uri.js';
import { ownData } from './own-data.js';
import { LOOK_AHEAD } from './redact-within.js';
import type { Redactor } from './redactor.js';
import { REDACTED } from './redacted.js';

const MAX_URL = 2_048;
const LONGEST_PATH = MAX_URL + LOOK_AHEAD;
const LONGEST_QUERY = 16_384;
const MAX_PARAMETERS = 30;

/** The URL of a request, with secrets masked. @internal */
export interface CapturedUrl {
  readonly url: string;
  /** Segments of the path that are masked. Parameters of the route must mask them, too, whatever their names. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * Masks the secrets in a URL, and the values of route parameters with a sensitive name.
 *
 * @param query false leaves out the query
 * @internal
 */
export function captureUrl(url: unknown, params: unknown, query: boolean, redactor: Redactor): CapturedUrl {
  if (typeof url !== 'string') return { url: '', hidden: new Set() };
  const length = url.search(/[?#]|$/);
  const path = url.slice(0, Math.min(length, LONGEST_PATH));
  const masked = redactor.text(maskSegments(path, sensitiveValues(params, redactor)));
  // The end of the text that was read may be half a secret.
  const shown =
    length > LONGEST_PATH ? `${masked.slice(0, -LOOK_AHEAD)}…` : masked + queryText(url.slice(length), query);
  return { url: oneLine(redactor.text(shown, MAX_URL), MAX_URL), hidden: hiddenIn(path, masked) };
}

function queryText(afterPath: string, query: boolean): string {
  return query || afterPath === '' ? afterPath : '?…';
}

/** The query of a URL by its names. A name that appears again has a list. @internal */
export function queryOf(url: unknown): Map<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  if (typeof url !== 'string') return values;
  const search = /\?([^#]*)/.exec(url.slice(0, LONGEST_QUERY))?.[1];
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values.get(name);
    if (Array.isArray(before)) before.push(value);
    else values.set(name, before === undefined ? value : [before, value]);
  }
  return values;
}

/** Masks the segments that are hidden in the URL. A wildcard's parameter is a list, or one text with slashes. @internal */
export function withoutHidden(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (hidden.size === 0) return value;
  if (Array.isArray(value)) return value.map(each => withoutHidden(each, hidden));
  return typeof value === 'string' ? maskSegments(value, hidden) : value;
}

function sensitiveValues(params: unknown, redactor: Redactor): Set<string> {
  if (typeof params !== 'object' || params === null) return new Set();
  const names = Object.keys(params).slice(0, MAX_PARAMETERS).filter(redactor.isSensitive);
  const values = names.map(name => ownData(params, name)).flatMap(value => (Array.isArray(value) ? value : [value]));
  return new Set(values.flatMap(value => (typeof value === 'string' ? value.split('/') : [])));
}

function maskSegments(path: string, secrets: ReadonlySet<string>): string {
  if (secrets.size === 0) return path;
  return path
    .split('/')
    .map(segment => (segment !== '' && (secrets.has(segment) || secrets.has(decodeUri(segment))) ? REDACTED : segment))
    .join('/');
}

function hiddenIn(path: string, masked: string): Set<string> {
  const before = path.split('/');
  const after = masked.split('/');
  const changed = before.filter((segment, index) => before.length !== after.length || segment !== after[index]);
  return new Set(changed.flatMap(segment => [segment, decodeUri(segment)]).filter(segment => segment !== ''));
}
