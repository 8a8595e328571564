import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionOutcome, MonotonicMs } from '../execution/execution.interface.js';
import type { Execution } from '../execution/execution.js';
import type { FinishedRequest } from '../execution/finished-execution.interface.js';
import type { ExecutionTransport } from '../execution/transport.interface.js';
import type { MonitorLogger } from '../performance-monitor.logger.js';
import { isEventStream } from './event-stream.js';
import type { RoutedRequest, RouteNames } from './route-name.js';
import type { TracerService } from './tracer.service.js';

const UNREADABLE = 'HTTP (unreadable)';

/** What all exchanges of a boundary share. */
export interface ExchangeContext {
  readonly names: RouteNames;
  readonly tracer: TracerService;
  readonly logger: MonitorLogger;
}

/**
 * One request and its response, as an execution.
 *
 * @internal
 */
export class HttpExchange implements ExecutionTransport {
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
    execution.socket = request.socket;
    if (hasBody(request)) {
      execution.hasBody = true;
      request.on('end', () => {
        execution.bodyReceivedAt = performance.now();
      });
    }
    response.on('prefinish', () => {
      execution.responseEndedAt = performance.now();
    });
    response.on('close', () => this.conclude(execution.streamOpenedAt ?? performance.now()));
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
      if (execution.isSlow(now)) execution.request = copyRequest(this.request, this.response);
    } catch (error) {
      context.logger.failure('A request could not be described', error);
    }
    context.tracer.finish(execution, now);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Closed before everything was handed over: the client left. A stream of events is over when its client leaves. */
function outcomeOf(response: ServerResponse): ExecutionOutcome {
  const { stream } = response as ServerResponse & { readonly stream?: { readonly rstCode?: number } };
  // HTTP/2 has no `closed`: a stream that was reset says so.
  if (stream?.rstCode !== undefined && stream.rstCode !== 0) return 'aborted';
  if (!response.writableFinished && response.closed && !isEventStream(response)) return 'aborted';
  return response.statusCode >= 500 ? 'error' : 'ok';
}

function copyRequest(request: IncomingMessage, response: ServerResponse): FinishedRequest {
  // Express cuts `url` down inside a mounted router.
  const { originalUrl } = request as IncomingMessage & { originalUrl?: unknown };
  const url = typeof originalUrl === 'string' ? originalUrl : (request.url ?? '');
  return { method: request.method ?? '', url, status: response.statusCode, headers: { ...request.headers } };
}
