import type { ServerResponse } from 'node:http';

/** Types of responses that stay open for as long as there are events or records. */
const STREAMS = new Set([
  'text/event-stream',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json-seq',
  'application/stream+json',
  'multipart/x-mixed-replace',
]);

/** Values of `content-type` that the map keeps. An application sends few different ones. */
const MAX_TYPES = 100;
const isStreamByType = new Map<string, boolean>();
/** The last type that is no stream. Most responses have it, and each has it as a new string, which the map must hash. */
let lastOther = '';

const IN_HEADER = /^content-type:\s*([^\r\n]*)/im;

/**
 * True when a response is a stream of events. Headers that were given to `writeHead()` alone are found only in the header
 * as it was sent.
 *
 * @internal
 */
export function isEventStream(response: ServerResponse): boolean {
  const type = response.getHeader('content-type');
  if (type !== undefined) return isStreamType(type);
  const { _header: sent } = response as ServerResponse & { readonly _header?: unknown };
  return typeof sent === 'string' && isStreamType(IN_HEADER.exec(sent)?.[1]);
}

/** @param type the value of `content-type` @internal */
export function isStreamType(type: unknown): boolean {
  if (typeof type !== 'string' || type === lastOther) return false;
  let isStream = isStreamByType.get(type);
  if (isStream === undefined) {
    isStream = STREAMS.has((type.split(';', 1)[0] ?? '').trim().toLowerCase());
    if (isStreamByType.size < MAX_TYPES) isStreamByType.set(type, isStream);
  }
  if (!isStream) lastOther = type;
  return isStream;
}
