import type { Socket } from 'node:net';
import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import { socketAddress } from '../../../model/format/socket-address.js';
import type { Checkout } from '../../../tracing/checkout.js';
import type { Operation } from '../../../tracing/operation.js';
import { statementWithin } from '../../../tracing/named-span.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Statement } from '../../../tracing/statement.interface.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import type { ConnectionPools } from './connection-pools.js';

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
  private readonly byRequest = new PrivateSlot<Request, Operation>();
  /** The connections that requests wait for, or use. */
  private readonly checkouts = new PrivateSlot<Request, Checkout>();

  /** @param statementOf is called only for requests that an execution of this application sends */
  constructor(
    private readonly tracer: Tracer,
    private readonly statementOf: (request: Request) => Statement,
  ) {}

  /**
   * Must run in the sender's context.
   *
   * @param pools of the agent, when a request may have to wait for a connection of it
   */
  begin(request: Request, pools?: ConnectionPools): Operation | undefined {
    const span = operatingSpan(this.tracer);
    if (span === undefined) return undefined;
    const statement = this.statementOf(request);
    const now = clock();
    const operation = beginOperation(span, statementWithin(span, statement), now);
    if (operation === undefined) return undefined;
    this.byRequest.set(request, operation);
    if (pools !== undefined) this.checkouts.set(request, pools.of(statement.peer).checkout(span, now));
    return operation;
  }

  /**
   * The request got a connection.
   *
   * @param isNew the connection was opened for it
   */
  sent(request: Request, wire: Wire | undefined, isNew = false): void {
    const operation = this.byRequest.get(request);
    if (operation === undefined) return;
    const now = clock();
    operation.sent(now);
    operation.wire = wireText(wire);
    this.checkouts.get(request)?.granted(now, isNew);
  }

  /** The head of the answer arrived. */
  answered(request: Request, status: number): Operation | undefined {
    const operation = this.byRequest.get(request);
    operation?.answered(clock(), status >= SERVER_ERROR);
    return operation;
  }

  /** The whole answer arrived, or none will. */
  finish(request: Request, failed: boolean): void {
    const operation = this.byRequest.get(request);
    if (operation === undefined) return;
    const now = clock();
    operation.finish(now, failed);
    this.checkouts.get(request)?.released(now);
  }

  /** The sender cancelled the request, or it failed. A cancelled rest of an answer is no failure. */
  fail(request: Request, error: unknown): void {
    const operation = this.byRequest.get(request);
    if (operation !== undefined) this.finish(request, operation.answeredAt === 0 || !isAbort(error));
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
