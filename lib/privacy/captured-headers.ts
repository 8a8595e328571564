import type { Steps } from '../platform/steps.js';
import { ownData } from './own-data.js';
import { REDACTED } from './redacted.js';
import type { Redactor } from './redactor.js';

const MAX_HEADERS = 100;
const MAX_HEADER = 1_024;

/**
 * Copies the listed headers from raw ones, with their secrets masked. Never throws.
 *
 * @param raw headers by their lower-case names
 * @internal
 */
export function* captureHeaders(
  raw: unknown,
  listed: readonly string[],
  redactor: Redactor,
): Steps<Record<string, string>> {
  const headers: [string, string][] = [];
  for (const name of listed.slice(0, MAX_HEADERS)) {
    const value = ownData(raw, name);
    const text = Array.isArray(value) ? value.filter(each => typeof each === 'string').join(', ') : value;
    if (typeof text !== 'string') continue;
    headers.push([name, redactor.isSensitive(name) ? REDACTED : redactor.text(text, MAX_HEADER)]);
    yield;
  }
  return Object.fromEntries(headers);
}
