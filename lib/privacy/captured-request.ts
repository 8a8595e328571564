import type { FinishedRequest } from '../model/finished-execution.interface.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { captureBody } from './captured-body.js';
import { captureUrl, queryOf, withoutHidden } from './captured-url.js';
import type { Steps } from '../platform/steps.js';
import { oneLine } from '../model/format/one-line.js';
import { ownData } from './own-data.js';
import { REDACTED } from './redacted.js';
import type { Redactor } from './redactor.js';
import { parseTraceparent } from './trace-context.js';

const MAX_ID = 128;
const MAX_HEADERS = 100;
const MAX_HEADER = 1_024;
const MAX_SHORT = 200;

/** The facts of a request for a report: secrets are masked, and everything has a maximum length. @internal */
export interface CapturedRequest {
  readonly url: string;
  /** Absent when `capture.query` is off. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The parameters of the route; absent when it has none. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The headers of the request that `capture.headers` lists, by their lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The tracing SDK's id, else the one in `traceparent`, `x-trace-id` or `traceid`, in this order. */
  readonly traceId?: string;
  /** The header `x-request-id`, else `x-correlation-id`. */
  readonly requestId?: string;
  readonly clientAddress?: string;
  readonly contentType?: string;
  readonly contentLength?: number;
  /** Present only when `capture.body` is on and the application parsed a body. */
  readonly body?: unknown;
}

/**
 * Copies the facts of a raw request in small steps. Never throws, for any request.
 *
 * @internal
 */
export function* captureRequest(
  request: FinishedRequest,
  capture: ResolvedOptions['capture'],
  redactor: Redactor,
): Steps<CapturedRequest> {
  const { url, headers: raw } = request;
  const short = (value: unknown): string | undefined =>
    typeof value === 'string' ? oneLine(redactor.text(value, MAX_SHORT), MAX_ID) || undefined : undefined;
  // The first use compiles the rules, which takes longer than everything else here.
  const shownUrl = captureUrl(url, request.params, capture.query, redactor);
  yield;
  const params = Object.entries(members(yield* redactor.copy(request.params))).map(
    ([name, value]) => [name, withoutHidden(value, shownUrl.hidden)] as const,
  );
  yield;
  const contentType = short(ownData(raw, 'content-type'));
  yield;
  const captured = {
    url: shownUrl.url,
    query: capture.query ? members(yield* redactor.copy(queryOf(url))) : undefined,
    params: params.length > 0 ? Object.fromEntries(params) : undefined,
    headers: yield* captureHeaders(raw, capture.headers, redactor),
    traceId: traceIdOf(request) ?? short(ownData(raw, 'x-trace-id')) ?? short(ownData(raw, 'traceid')),
    requestId: short(ownData(raw, 'x-request-id')) ?? short(ownData(raw, 'x-correlation-id')),
    clientAddress: short(request.clientAddress),
    contentType,
    contentLength: lengthOf(ownData(raw, 'content-length')),
    body: capture.body
      ? yield* captureBody({ body: request.body, files: request.files, contentType: contentType ?? '' }, redactor)
      : undefined,
  };
  // Reports are printed and compared as JSON, so absent facts are left out.
  return Object.fromEntries(Object.entries(captured).filter(([, value]) => value !== undefined)) as typeof captured;
}

function* captureHeaders(raw: unknown, listed: readonly string[], redactor: Redactor): Steps<Record<string, string>> {
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

/** Ids in the format of W3C are no secrets. Ids in another format are not shown. */
function traceIdOf({ headers, traceId }: FinishedRequest): string | undefined {
  if (typeof traceId === 'string' && /^(?!0+$)[\da-f]{32}$/.test(traceId)) return traceId;
  const traceparent = ownData(headers, 'traceparent');
  return typeof traceparent === 'string' ? parseTraceparent(traceparent)?.traceId : undefined;
}

function members(copy: unknown): Record<string, unknown> {
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? { ...copy } : {};
}

/** In bytes, as announced by the client. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
