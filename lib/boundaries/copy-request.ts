import type { IncomingMessage } from 'node:http';
import type { FinishedRequest } from '../execution/finished-execution.interface.js';
import { ownData } from '../privacy/own-data.js';

/**
 * What the report needs of a request, before the transport lets go of it. Nothing is copied deeply or masked yet: that
 * is done where no request waits.
 *
 * @param framework what the application calls its request: Node's own, or one around it
 * @param status what it was answered with, if it was
 * @param withBody whether the body is to be shown
 * @internal
 */
export function copyRequest(
  framework: object,
  request: IncomingMessage,
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
    headers: { ...request.headers },
    params: ownData(framework, 'params'),
    clientAddress: addressOf(framework, request),
    traceId,
    ...(withBody && {
      body: ownData(framework, 'body'),
      files: ownData(framework, 'files') ?? oneFile(ownData(framework, 'file')),
    }),
  };
}

/** The frameworks' own getter knows which proxies the application trusts. */
function addressOf(framework: object, { socket }: IncomingMessage): unknown {
  try {
    return (framework as { readonly ip?: unknown }).ip ?? socket.remoteAddress;
  } catch {
    return socket.remoteAddress;
  }
}

function oneFile(file: unknown): unknown {
  return file === undefined ? undefined : [file];
}
