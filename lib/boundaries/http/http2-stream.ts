import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, ServerHttp2Stream } from 'node:http2';

/** The stream of an HTTP/2 request. It has facts that Node's compatible request and response lack. @internal */
export function http2StreamOf(request: IncomingMessage): ServerHttp2Stream | undefined {
  return request.httpVersionMajor === 2 ? (request as unknown as Http2ServerRequest).stream : undefined;
}
