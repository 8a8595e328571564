import type { Socket } from 'node:net';
import { clock } from '../../../platform/clock.js';
import { socketAddress } from '../../../model/format/socket-address.js';
import type { Operation } from '../../../tracing/operation.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Statement } from '../../../tracing/statement.interface.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';

/** From this status on the server failed. */
const SERVER_ERROR = 500;

/** The parts of a socket that identify its other end. */
type Wire = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/**
 * The operations of HTTP requests, by the client's request object. The async context cannot identify the request of an
 * answer: its events run in the context that opened the connection.
 *
 * @internal
 */
export class HttpOperations<Request extends object> {
  private readonly byRequest = new WeakMap<Request, Operation>();

  /** @param statementOf is called only for requests that an execution of this application sends */
  constructor(
    private readonly tracer: Tracer,
    private readonly statementOf: (request: Request) => Statement,
  ) {}

  /** Must run in the sender's context. */
  begin(request: Request): Operation | undefined {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return undefined;
    const operation = beginOperation(span, this.statementOf(request), clock());
    if (operation !== undefined) this.byRequest.set(request, operation);
    return operation;
  }

  /** The request got a connection. */
  sent(request: Request, wire: Wire | undefined): void {
    const operation = this.byRequest.get(request);
    if (operation === undefined) return;
    operation.sent(clock());
    operation.wire = wireText(wire);
  }

  /** The head of the answer arrived. */
  answered(request: Request, status: number): Operation | undefined {
    const operation = this.byRequest.get(request);
    operation?.answered(clock(), status >= SERVER_ERROR);
    return operation;
  }

  /** The whole answer arrived, or none will. */
  finish(request: Request, failed: boolean): void {
    this.byRequest.get(request)?.finish(clock(), failed);
  }

  /** The sender cancelled the request, or it failed. A cancelled rest of an answer is no failure. */
  fail(request: Request, error: unknown): void {
    const operation = this.byRequest.get(request);
    operation?.finish(clock(), operation.answeredAt === 0 || !isAbort(error));
  }
}

/** @internal */
export function wireText(wire: Wire | undefined): string | undefined {
  const { remoteAddress, remotePort } = wire ?? {};
  return remoteAddress === undefined || remotePort === undefined ? undefined : socketAddress(remoteAddress, remotePort);
}

/** undici aborts without an error, or with the signal's reason. */
function isAbort(error: unknown): boolean {
  return error === undefined || error === null || (error as { name?: unknown }).name === 'AbortError';
}
