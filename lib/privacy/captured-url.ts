import { oneLine } from './one-line.js';
import { ownData } from './own-data.js';
import type { Redactor } from './redactor.js';
import { REDACTED } from './redacted.js';

const MAX_URL = 2_048;
const LONGEST_READ = 16_384;
const MAX_PARAMETERS = 30;

/**
 * A URL as it may be shown: secrets masked, those of the route's parameters that have a sensitive name, too.
 *
 * @param query false leaves the values of the query out
 * @internal
 */
export function captureUrl(url: unknown, params: unknown, query: boolean, redactor: Redactor): string {
  if (typeof url !== 'string') return '';
  const read = url.slice(0, LONGEST_READ);
  const behindPath = read.search(/[?#]/);
  const path = behindPath < 0 ? read : read.slice(0, behindPath);
  const rest = behindPath < 0 ? '' : read.slice(behindPath);
  const masked = maskSegments(path, sensitiveValues(params, redactor)) + (query || rest === '' ? rest : '?…');
  return oneLine(redactor.text(masked, MAX_URL), MAX_URL);
}

/** The query of a URL, by its names; those that come again have a list. */
export function queryOf(url: unknown): Map<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  if (typeof url !== 'string') return values;
  const search = /\?([^#]*)/.exec(url.slice(0, LONGEST_READ))?.[1];
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values.get(name);
    if (Array.isArray(before)) before.push(value);
    else values.set(name, before === undefined ? value : [before, value]);
  }
  return values;
}

function sensitiveValues(params: unknown, redactor: Redactor): Set<string> {
  if (typeof params !== 'object' || params === null) return new Set();
  const names = Object.keys(params).slice(0, MAX_PARAMETERS).filter(redactor.isSensitive);
  // A wildcard has a list of segments.
  const values = names.map(name => ownData(params, name)).flatMap(value => (Array.isArray(value) ? value : [value]));
  return new Set(
    values.filter(value => typeof value === 'string' && value !== '').flatMap(value => String(value).split('/')),
  );
}

function maskSegments(path: string, secrets: ReadonlySet<string>): string {
  if (secrets.size === 0) return path;
  return path
    .split('/')
    .map(segment => (segment !== '' && (secrets.has(segment) || secrets.has(decode(segment))) ? REDACTED : segment))
    .join('/');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
