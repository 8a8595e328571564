import { Subscriber } from 'rxjs';
import { clock } from '../../platform/clock.js';
import type { Span } from '../../tracing/execution.js';
import { isEventStream } from './event-stream.js';
import type { HttpExchange } from './http-exchange.js';
import type { RouteSite } from './route-sites.js';

/**
 * Ends the span of a handler when its Observable ends or is unsubscribed from. A subscriber of its own costs half of a `tap`
 * with its closures, for each request.
 *
 * @internal
 */
export class HandlerEnd extends Subscriber<unknown> {
  constructor(
    destination: Subscriber<unknown>,
    private readonly span: Span | undefined,
    private readonly exchange: HttpExchange | undefined,
    private readonly site: RouteSite,
  ) {
    super(destination);
  }

  override unsubscribe(): void {
    if (this.closed) return;
    super.unsubscribe();
    end(this.span, false);
  }

  protected override _next(value: unknown): void {
    // A stream of events has answered at the latest with its first event.
    if (this.site.isSse) this.exchange?.conclude(clock());
    super._next(value);
  }

  protected override _error(error: unknown): void {
    end(this.span, true);
    super._error(error);
  }

  protected override _complete(): void {
    if (this.site.writesResponse && !this.site.isSse) concludeStream(this.exchange);
    super._complete();
  }
}

function end(span: Span | undefined, failed: boolean): void {
  if (span === undefined || span.end !== 0) return;
  const now = clock();
  if (failed) span.fail(now);
  else span.finish(now);
}

/** A handler that writes events to the response has opened the stream when it returns. */
function concludeStream(exchange: HttpExchange | undefined): void {
  if (exchange === undefined) return;
  const { response } = exchange;
  if (response.headersSent && !response.writableEnded && isEventStream(response)) exchange.conclude(clock());
}
