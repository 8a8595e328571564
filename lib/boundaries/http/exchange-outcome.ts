import { types } from 'node:util';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { ExecutionOutcome } from '../../model/execution.interface.js';
import type { Execution } from '../../tracing/execution.js';
import { isEventStream } from './event-stream.js';

/** Bodies of GET and HEAD have no meaning (RFC 9110, 9.3.1), and most requests have these methods. @internal */
export function hasBody(request: IncomingMessage, stream: ServerHttp2Stream | undefined): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  // In HTTP/2 no header announces a body.
  if (stream !== undefined) return !stream.endAfterHeaders;
  const { headers } = request;
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** A response that closes before it is complete was aborted, unless it is an open stream of events. @internal */
export function outcomeOf(
  response: ServerResponse,
  stream: ServerHttp2Stream | undefined,
  opensStream: boolean,
): ExecutionOutcome {
  // Node's HTTP/2 response is `writableFinished` also when its stream was reset.
  if (stream !== undefined && (stream.aborted || stream.rstCode !== 0)) return 'aborted';
  if (response.writableFinished) return response.statusCode >= 500 ? 'error' : 'ok';
  if (response.closed && (opensStream || !isEventStream(response))) return 'aborted';
  return response.statusCode >= 500 ? 'error' : 'ok';
}

/**
 * True for the exception of a root resolver of GraphQL that is no answer to the client. The response has the status 200.
 *
 * @param thrown `undefined` for none
 * @internal
 */
export function isFailure(thrown: unknown): boolean {
  if (thrown === undefined) return false;
  if (typeof thrown !== 'object' || thrown === null || types.isProxy(thrown)) return true;
  try {
    const { name, getStatus } = thrown as { readonly name?: unknown; readonly getStatus?: () => unknown };
    if (typeof getStatus === 'function') return Number(getStatus.call(thrown)) >= 500;
    return name !== 'GraphQLError';
  } catch {
    return true;
  }
}

/**
 * The status of the response; `undefined` when none was sent.
 *
 * @internal
 */
export function statusOf(
  { outcome, finished }: Pick<Execution, 'outcome' | 'finished'>,
  { headersSent, statusCode }: ServerResponse,
): number | undefined {
  // A stream of events may be concluded just before its header is sent; an abandoned response will not have one.
  return headersSent || (finished && outcome !== 'aborted') ? statusCode : undefined;
}

/** True when the header of the response was sent. @internal */
export function hasBegun(response: ServerResponse): boolean {
  try {
    return response.headersSent;
  } catch {
    // A stand-in for a server's response.
    return false;
  }
}

/** Bytes that a connection has received; 0 when it is closed. @internal */
export function bytesReadBy(socket: Socket | undefined): number {
  try {
    return socket?.bytesRead ?? 0;
  } catch {
    // The socket of a session of HTTP/2 refuses some members.
    return 0;
  }
}
