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

/** Texts of `content-type` whose answers are remembered: an application has few. */
const MAX_REMEMBERED = 100;
const remembered = new Map<string, boolean>();

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
  if (typeof type !== 'string') return false;
  const known = remembered.get(type);
  if (known !== undefined) return known;
  const isStream = STREAMS.has((type.split(';', 1)[0] ?? '').trim().toLowerCase());
  if (remembered.size < MAX_REMEMBERED) remembered.set(type, isStream);
  return isStream;
}
