import type { IncomingMessage, ServerResponse } from 'node:http';
import { clock } from '../execution/clock.js';
import type { ExecutionOutcome, MonotonicMs } from '../execution/execution.interface.js';
import type { Execution } from '../execution/execution.js';
import type { FinishedRequest } from '../execution/finished-execution.interface.js';
import type { ExecutionTransport } from '../execution/transport.interface.js';
import type { LiveOptions } from '../options/live-options.js';
import type { MonitorLogger } from '../performance-monitor.logger.js';
import type { ActiveTrace } from './active-trace.js';
import { copyRequest } from './copy-request.js';
import { isEventStream } from './event-stream.js';
import type { RoutedRequest, RouteNames } from './route-name.js';
import type { TracerService } from './tracer.service.js';

const UNREADABLE = 'HTTP (unreadable)';

/** What all exchanges of a boundary share. */
export interface ExchangeContext {
  readonly names: RouteNames;
  readonly tracer: TracerService;
  readonly logger: MonitorLogger;
  readonly options: LiveOptions;
  /** Absent where nothing traces: then a request is not asked for it. */
  readonly activeTrace: ActiveTrace | undefined;
}

/**
 * One request and its response, as an execution.
 *
 * @internal
 */
export class HttpExchange implements ExecutionTransport {
  private traceId: unknown = undefined;

  constructor(
    private readonly context: ExchangeContext,
    private readonly execution: Execution,
    private readonly routed: RoutedRequest,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** From now on the execution ends with the response. */
  watch(): void {
    const { execution, request, response } = this;
    execution.transport = this;
    if (this.context.activeTrace !== undefined) this.traceId = this.context.activeTrace();
    if (hasBody(request)) {
      execution.hasBody = true;
      request.on('end', () => {
        execution.bodyReceivedAt = clock();
      });
    }
    response.on('prefinish', () => {
      execution.responseEndedAt = clock();
    });
    response.on('close', () => this.conclude(execution.streamOpenedAt ?? clock()));
  }

  get socket(): object {
    return this.request.socket;
  }

  currentName(): string {
    try {
      return this.context.names.nameOf(this.routed);
    } catch {
      return UNREADABLE;
    }
  }

  conclude(now: MonotonicMs): void {
    const { execution, context } = this;
    if (execution.finished) return;
    execution.name = this.currentName();
    try {
      execution.outcome = outcomeOf(this.response);
      if (execution.isSlow(now) && !execution.muted) execution.request = this.copy();
    } catch (error) {
      context.logger.failure('A request could not be described', error);
    }
    context.tracer.finish(execution, now);
  }

  private copy(): FinishedRequest {
    const withBody = this.context.options.current.capture.body;
    return copyRequest(this.routed, this.request, this.response, this.traceId, withBody);
  }
}

/** Bodies of GET and HEAD have no meaning (RFC 9110, 9.3.1), and most requests are one of these. */
function hasBody(request: IncomingMessage): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const { headers } = request;
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Closed before everything was handed over: the client left. A stream of events is over when its client leaves. */
function outcomeOf(response: ServerResponse): ExecutionOutcome {
  if (response.writableFinished) return response.statusCode >= 500 ? 'error' : 'ok';
  const { stream } = response as ServerResponse & { readonly stream?: { readonly rstCode?: number } };
  // HTTP/2 has no `closed`: a stream that was reset says so.
  if (stream?.rstCode !== undefined && stream.rstCode !== 0) return 'aborted';
  if (response.closed && !isEventStream(response)) return 'aborted';
  return response.statusCode >= 500 ? 'error' : 'ok';
}
