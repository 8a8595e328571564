import type { ServerResponse } from 'node:http';

/** Whether a response is a stream of server-sent events. @internal */
export function isEventStream(response: ServerResponse): boolean {
  const type = response.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/event-stream');
}
