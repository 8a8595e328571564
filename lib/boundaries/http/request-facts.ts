import type { ExecutionDescription, TransportFacts } from '../../model/finished-execution.interface.js';
import type { LiveOptions } from '../../options/live-options.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { Steps } from '../../platform/steps.js';
import { captureBody } from '../../privacy/captured-body.js';
import { captureHeaders } from '../../privacy/captured-headers.js';
import { captureUrl, queryOf, withoutHidden } from '../../privacy/captured-url.js';
import { oneLine } from '../../model/format/one-line.js';
import { ownData } from '../../privacy/own-data.js';
import type { Redactor } from '../../privacy/redactor.js';
import { parseTraceparent } from '../../privacy/trace-context.js';
import type { RawRequest } from './raw-request.interface.js';

const MAX_ID = 128;
const MAX_SHORT = 200;

/**
 * The description of a slow request.
 *
 * @internal
 */
export class RequestDescription implements ExecutionDescription {
  constructor(
    private readonly raw: RawRequest,
    private readonly options: LiveOptions,
    private readonly redactor: Redactor,
  ) {}

  get method(): string {
    return this.raw.method;
  }

  get status(): number | undefined {
    return this.raw.status;
  }

  describe(): Steps<TransportFacts> {
    return requestFacts(this.raw, this.options.current.capture, this.redactor);
  }
}

/**
 * Copies the facts of a raw request for a report, in small steps: secrets are masked, and everything has a maximum
 * length. Never throws, for any request.
 *
 * @internal
 */
export function* requestFacts(
  request: RawRequest,
  capture: ResolvedOptions['capture'],
  redactor: Redactor,
): Steps<TransportFacts> {
  const { method, status, url, headers: raw } = request;
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
  const facts = {
    status,
    method,
    url: shownUrl.url,
    query: capture.query ? members(yield* redactor.copy(queryOf(url))) : undefined,
    params: params.length > 0 ? Object.fromEntries(params) : undefined,
    headers: yield* captureHeaders(raw, capture.headers, redactor),
    traceId: traceIdOf(request) ?? short(ownData(raw, 'x-trace-id')) ?? short(ownData(raw, 'traceid')),
    spanId: spanIdOf(request),
    requestId: short(ownData(raw, 'x-request-id')) ?? short(ownData(raw, 'x-correlation-id')),
    clientAddress: short(request.clientAddress),
    contentType,
    contentLength: lengthOf(ownData(raw, 'content-length')),
    body: capture.body
      ? yield* captureBody({ body: request.body, files: request.files, contentType: contentType ?? '' }, redactor)
      : undefined,
  };
  // Reports are printed and compared as JSON, so absent facts are left out.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** Ids in the format of W3C are no secrets. Ids in another format are not shown. */
function traceIdOf({ headers, trace }: RawRequest): string | undefined {
  const traceId = trace?.traceId;
  if (typeof traceId === 'string' && /^(?!0+$)[\da-f]{32}$/.test(traceId)) return traceId;
  const traceparent = ownData(headers, 'traceparent');
  return typeof traceparent === 'string' ? parseTraceparent(traceparent)?.traceId : undefined;
}

function spanIdOf({ trace }: RawRequest): string | undefined {
  const spanId = trace?.spanId;
  return typeof spanId === 'string' && /^(?!0+$)[\da-f]{16}$/.test(spanId) ? spanId : undefined;
}

function members(copy: unknown): Record<string, unknown> {
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? { ...copy } : {};
}

/** In bytes, as announced by the client. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
