import type { ServerResponse } from 'node:http';

const IN_HEADER = /^content-type:\s*text\/event-stream/im;

/**
 * True when a response is a stream of server-sent events. Headers that were given to `writeHead()` alone are found only in
 * the header as it was sent.
 *
 * @internal
 */
export function isEventStream(response: ServerResponse): boolean {
  const type = response.getHeader('content-type');
  if (type !== undefined) return String(type).startsWith('text/event-stream');
  const { _header: sent } = response as ServerResponse & { readonly _header?: unknown };
  return typeof sent === 'string' && IN_HEADER.test(sent);
}
