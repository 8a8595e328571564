import type { IncomingMessage } from 'node:http';
import { ownData } from '../../privacy/own-data.js';
import { clientAddressOf } from './client-address.js';
import type { TraceIds } from './active-trace.js';
import type { RawRequest } from './raw-request.interface.js';

/**
 * Copies the facts of a request that are gone after its end. Copies are shallow and nothing is masked yet: a request
 * still waits.
 *
 * @param framework the framework's request: Node's own, or one around it
 * @param peer address of the other end of the connection
 * @param status status of the response, if it had begun
 * @param withBody true when the report shows the body
 * @internal
 */
export function copyRequest(
  framework: object,
  request: IncomingMessage,
  peer: string | undefined,
  status: number | undefined,
  trace: TraceIds | undefined,
  withBody: boolean,
): RawRequest {
  // Express cuts `url` down inside a mounted router.
  const originalUrl = ownData(framework, 'originalUrl');
  return {
    method: request.method ?? '',
    url: typeof originalUrl === 'string' ? originalUrl : (request.url ?? ''),
    ...(status !== undefined && { status }),
    headers: headersOf(request),
    params: ownData(framework, 'params'),
    clientAddress: clientAddressOf(framework, request, peer),
    trace,
    ...(withBody && {
      body: ownData(framework, 'body'),
      files: ownData(framework, 'files') ?? oneFile(ownData(framework, 'file')),
    }),
  };
}

/** Over HTTP/2 the header `:authority` has the host. */
function headersOf({ headers }: IncomingMessage): RawRequest['headers'] {
  const authority = headers[':authority'];
  return authority === undefined ? { ...headers } : { host: authority, ...headers };
}

function oneFile(file: unknown): unknown {
  return file === undefined ? undefined : [file];
}
