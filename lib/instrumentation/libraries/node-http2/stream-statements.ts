import { constants } from 'node:http2';
import type { Statement } from '../../../tracing/statement.interface.js';
import { HttpStatements } from '../http/http-statements.js';
import { NamedStatements } from '../http/named-statements.js';

/** @internal */
export type Headers = Readonly<Record<string, unknown>>;

const MAX_HOST = 255;
/** `/package.Service/Method`. */
const GRPC_PATH = /^\/[\w.]{1,100}\/\w{1,60}$/;

/**
 * The statements of requests over HTTP/2: `GET pricing:8443/prices/:id`, and `gRPC quotes:5000/quotes.v1.Quotes/Find`. The
 * path of gRPC has service and method, and no value.
 *
 * @internal
 */
export class StreamStatements {
  private readonly requests = new HttpStatements();
  private readonly calls = new NamedStatements();

  of(headers: Headers): Statement {
    const host = text(headers, constants.HTTP2_HEADER_AUTHORITY) || text(headers, constants.HTTP2_HEADER_HOST);
    const path = text(headers, constants.HTTP2_HEADER_PATH);
    if (isCall(headers) && GRPC_PATH.test(path)) {
      const peer = host.slice(0, MAX_HOST);
      return this.calls.of('grpc', `gRPC ${peer}${path}`)(peer);
    }
    return this.requests.of(text(headers, constants.HTTP2_HEADER_METHOD) || 'GET', host, path);
  }
}

/** True for a call of gRPC. @internal */
export function isCall(headers: Headers): boolean {
  return text(headers, constants.HTTP2_HEADER_CONTENT_TYPE).startsWith('application/grpc');
}

function text(headers: Headers, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
