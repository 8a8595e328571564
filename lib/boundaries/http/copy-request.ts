import type { IncomingMessage } from 'node:http';
import type { FinishedRequest } from '../../model/finished-execution.interface.js';
import { ownData } from '../../privacy/own-data.js';
import { clientAddressOf } from './client-address.js';

/**
 * What the report needs of a request, before the transport lets go of it. Nothing is copied deeply or masked yet: that
 * is done where no request waits.
 *
 * @param framework what the application calls its request: Node's own, or one around it
 * @param peer the other end of its connection
 * @param status what it was answered with, if it was
 * @param withBody whether the body is to be shown
 * @internal
 */
export function copyRequest(
  framework: object,
  request: IncomingMessage,
  peer: string | undefined,
  status: number | undefined,
  traceId: unknown,
  withBody: boolean,
): FinishedRequest {
  // Express cuts `url` down inside a mounted router.
  const originalUrl = ownData(framework, 'originalUrl');
  return {
    method: request.method ?? '',
    url: typeof originalUrl === 'string' ? originalUrl : (request.url ?? ''),
    ...(status !== undefined && { status }),
    headers: headersOf(request),
    params: ownData(framework, 'params'),
    clientAddress: clientAddressOf(framework, request, peer),
    traceId,
    ...(withBody && {
      body: ownData(framework, 'body'),
      files: ownData(framework, 'files') ?? oneFile(ownData(framework, 'file')),
    }),
  };
}

/** Over HTTP/2 the host comes as `:authority`. */
function headersOf({ headers }: IncomingMessage): FinishedRequest['headers'] {
  const authority = headers[':authority'];
  return authority === undefined ? { ...headers } : { host: authority, ...headers };
}

function oneFile(file: unknown): unknown {
  return file === undefined ? undefined : [file];
}
