import type { FinishedRequest } from '../execution/finished-execution.interface.js';
import { oneLine } from './one-line.js';
import { safeCopy } from './safe-copy.js';
import { redactText } from './redact-text.js';
import { parseTraceparent } from './trace-context.js';

const MAX_URL = 2_048;
const LOOK_AHEAD = 1_024;
const LONGEST_READ_URL = 16_384;
const MAX_ID = 128;

/** What may be shown of a request: secrets masked, everything bounded, no body. @internal */
export interface CapturedRequest {
  readonly url: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** All headers by their lower-case names, those with a sensitive name masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** Out of `traceparent`, else `x-trace-id`, else `traceid`. */
  readonly traceId?: string;
  /** `x-request-id`, else `x-correlation-id`. */
  readonly requestId?: string;
}

/**
 * Takes from a raw request what may be shown to people. Never throws, whatever the client has sent.
 *
 * @internal
 */
export function captureRequest(request: FinishedRequest): CapturedRequest {
  const headers = captureHeaders(request.headers);
  const traceId = traceIdOf(request.headers, headers);
  const requestId = idOf(headers, 'x-request-id') ?? idOf(headers, 'x-correlation-id');
  return {
    url: captureUrl(request.url),
    query: captureQuery(request),
    headers,
    ...(traceId !== undefined && { traceId }),
    ...(requestId !== undefined && { requestId }),
  };
}

function captureHeaders(raw: unknown): Record<string, string> {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(members(safeCopy(raw)))) {
    if (value !== undefined) headers.push([name.toLowerCase(), headerText(value)]);
  }
  return Object.fromEntries(headers);
}

function headerText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(headerText).join(', ');
  return JSON.stringify(value) ?? String(value);
}

function captureUrl(url: unknown): string {
  if (typeof url !== 'string') return '';
  const redacted = redactText(url.slice(0, MAX_URL + LOOK_AHEAD));
  return oneLine(redacted, MAX_URL);
}

/** The parsed query that the transport gave, else the one in the URL. */
function captureQuery(request: FinishedRequest): Record<string, unknown> {
  if (request.query !== undefined && request.query !== null) return members(safeCopy(request.query));
  if (typeof request.url !== 'string') return {};
  const search = /\?([^#]*)/.exec(request.url.slice(0, LONGEST_READ_URL))?.[1];
  const values = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values.get(name);
    if (Array.isArray(before)) before.push(value);
    else values.set(name, before === undefined ? value : [before, value]);
  }
  return members(safeCopy(values));
}

function members(copy: unknown): Record<string, unknown> {
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? { ...copy } : {};
}

function traceIdOf(raw: FinishedRequest['headers'], headers: Readonly<Record<string, string>>): string | undefined {
  const traceparent = Object.getOwnPropertyDescriptor(raw, 'traceparent')?.value as unknown;
  const context = typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
  return context?.traceId ?? idOf(headers, 'x-trace-id') ?? idOf(headers, 'traceid');
}

/** A client's own id, fit to be shown; `undefined` when there is none or nothing is left of it. */
function idOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === undefined ? undefined : oneLine(value, MAX_ID) || undefined;
}
