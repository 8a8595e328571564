import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Execution, Span } from '../../tracing/execution.js';
import { SHARED } from '../../platform/process-wide.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { ExecutionTransport } from '../../tracing/transport.interface.js';
import { ownData } from '../../privacy/own-data.js';
import type { TraceIds } from './active-trace.js';
import { copyRequest } from './copy-request.js';
import type { ExchangeContext } from './exchange-context.interface.js';
import { bytesReadBy, hasBegun, hasBody, isFailure, outcomeOf, statusOf } from './exchange-outcome.js';
import { http2StreamOf } from './http2-stream.js';
import { reassignRest } from './lost-context.js';
import { endingOf } from './request-ending.js';
import { RequestDescription } from './request-facts.js';
import { isConnection, signalsItsEnd, isPipelined, onceHandedOver } from './response-end.js';
import type { RoutedRequest } from './route-name.js';
import type { RouteVariant } from './route-variant.js';
import { isOpen, isUpgrade, onceOver } from './upgrade-opening.js';

const UNREADABLE = 'HTTP (unreadable)';

/** Read from the prototype: to V8 each response on Express has a different shape, where a property search is slow. */
const { listeners: listenersOf, listenerCount: listenerCountOf } = EventEmitter.prototype;

/** Key on the listener for the end of a response: the exchange that it ends. */
const EXCHANGE = Symbol.for(`${SHARED}:EXCHANGE`);

interface CloseListener {
  (): void;
  readonly [EXCHANGE]: HttpExchange;
}

/**
 * One request and its response, as an execution.
 *
 * @internal
 */
export class HttpExchange implements ExecutionTransport {
  readonly kind = 'http';
  readonly socket: Socket | undefined;
  readonly handle: object | undefined;
  /** Kept here: a closed stream has it no more. */
  readonly session: Http2Session | undefined;
  private readonly stream: ServerHttp2Stream | undefined;
  /** A stream of events has answered once it is open: it then stays open as long as its client likes. */
  opensStream = false;
  /** The version and host of the handler's route. Known once the handler is. */
  variant: RouteVariant | undefined = undefined;
  /** `(JwtMiddleware)`: the middleware that has the request. It answers, unless it passes the request on. */
  middleware: string | undefined = undefined;
  /** The span of another execution in whose async context this request came to its handler. */
  lostIn: Span | undefined = undefined;
  /** The exception of its handler. */
  thrown: unknown = undefined;
  /** The client's address. A closed socket has it no more, and an open one caches it: 4 µs once, then 50 ns. */
  private readonly peer: string | undefined;
  private trace: TraceIds | undefined = undefined;

  /**
   * The exchange of a response, in any async context, and of any application in the process. The listener that each
   * response has leads to it: a `WeakMap` of requests would cost each of them 1 µs.
   */
  static of(response: object | null | undefined): HttpExchange | undefined {
    // Most new responses have no listener: `listeners()` would allocate an array for each request.
    if (response == null || listenerCountOf.call(response as EventEmitter, 'close') === 0) return undefined;
    for (const listener of listenersOf.call(response as EventEmitter, 'close') as Partial<CloseListener>[])
      if (listener[EXCHANGE] !== undefined) return listener[EXCHANGE];
    return undefined;
  }

  /** The exchange that an execution came in by. Another copy of this package may have made it. */
  static ofExecution({ transport }: Execution): HttpExchange | undefined {
    return transport?.kind === 'http' ? (transport as HttpExchange) : undefined;
  }

  constructor(
    private readonly context: ExchangeContext,
    readonly execution: Execution,
    readonly request: RoutedRequest,
    private readonly raw: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    const stream = http2StreamOf(raw);
    this.stream = stream;
    this.session = stream?.session;
    this.socket = stream === undefined ? raw.socket : undefined;
    this.handle = (this.socket as { readonly _handle?: object | null } | undefined)?._handle ?? undefined;
    this.peer = (this.socket ?? this.session?.socket)?.remoteAddress;
  }

  /**
   * Ends the execution with the response.
   *
   * @returns false for a mock of a response that never signals its end
   */
  watch(): boolean {
    const { execution, raw, response, stream } = this;
    execution.transport = this;
    if (this.context.activeTrace !== undefined) this.trace = this.context.activeTrace();
    if (hasBody(raw, stream)) {
      execution.awaitsInput = true;
      raw.on('end', () => {
        execution.inputReceivedAt = clock();
      });
    }
    // HTTP/2 has no event when the last part is handed over, only when it has been sent.
    (stream ?? response).on('prefinish', () => {
      if (stream?.aborted !== true) execution.outputHandedOverAt ??= clock();
    });
    const close = (): void => this.conclude(clock());
    close[EXCHANGE] = this;
    response.on('close', close);
    if (stream === undefined) {
      if (!isConnection(this.socket)) {
        if (!signalsItsEnd(response, close)) return false;
      } else if (isPipelined(response)) onceHandedOver(response, () => (execution.outputHandedOverAt ??= clock()));
    }
    return true;
  }

  /** For the handshake of a socket, over when it opens or is refused. It is counted only when it was slow. */
  watchHandshake(): void {
    const { execution } = this;
    const ended = (): void => this.conclude(clock());
    this.response.on('finish', ended);
    onceOver(this.raw.socket, ended, () => {
      const now = clock();
      if (execution.isSlow(now)) this.conclude(now, true);
      else if (!execution.finished) this.context.tracer.abandon(execution);
    });
  }

  currentName(): string {
    try {
      const { names } = this.context;
      if (this.middleware !== undefined) return names.nameOfAnswer(this.request.method, this.middleware);
      return names.nameOf(this.request, this.variant);
    } catch {
      return UNREADABLE;
    }
  }

  hasAnswered(): boolean {
    return hasBegun(this.response) || (isUpgrade(this.raw) && isOpen(this.raw.socket));
  }

  isBatch(): boolean {
    return Array.isArray(ownData(this.request, 'body'));
  }

  bytesReceived(): number {
    return bytesReadBy(this.socket ?? this.session?.socket);
  }

  /** @param staysOpen the rest is no work of the request, but that of a stream or a socket */
  conclude(now: MonotonicMs, staysOpen = this.opensStream): void {
    const { execution, context } = this;
    if (execution.finished) return;
    if (staysOpen) execution.mayLeaveWork = false;
    if (execution.name === '') execution.name = this.currentName();
    try {
      execution.outcome = outcomeOf(this.response, this.stream, this.opensStream);
      if (execution.kind === 'graphql' && execution.outcome === 'ok' && isFailure(this.thrown))
        execution.outcome = 'error';
      if (execution.isSlow(now)) execution.ending = endingOf(execution, this.response, this.socket, this.thrown);
    } catch (error) {
      context.logger.failure('The outcome of a request could not be read', error);
    }
    if (this.lostIn === undefined) context.tracer.finish(execution, now);
    else this.finishRecovered(this.lostIn, now);
  }

  /** Exception filters, and with them the end of the response, run in the lost context again. */
  private finishRecovered(lostIn: Span, now: MonotonicMs): void {
    const { execution, context } = this;
    if (spanStorage.getStore()?.execution !== lostIn.execution) return context.tracer.finish(execution, now);
    lostIn.execution.tracer.reassign(lostIn, execution.root);
    reassignRest(lostIn, execution.root);
    context.tracer.run(execution.root, () => context.tracer.finish(execution, now), undefined, []);
  }

  capture(): RequestDescription {
    const { options, redactor } = this.context;
    const status = statusOf(this.execution, this.response);
    const raw = copyRequest(this.request, this.raw, this.peer, status, this.trace, options.current.capture.body);
    return new RequestDescription(raw, options, redactor);
  }
}
