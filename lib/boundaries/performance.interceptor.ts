import type { ServerResponse } from 'node:http';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { spanStorage } from '../execution/execution-context.js';
import type { Span } from '../execution/span.js';
import type { Callable } from '../execution/tracer.interface.js';
import { isEventStream } from './event-stream.js';
import { HandlerSites, type HandlerSite } from './handler-sites.js';

/**
 * Tells an execution which handler it runs, and opens the handler's span. It measures nothing itself: what guards and
 * middleware do comes before it, what serialization does comes after.
 *
 * @internal
 */
@Injectable()
export class PerformanceInterceptor implements NestInterceptor {
  private readonly sites = new HandlerSites();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const parent = spanStorage.getStore();
    if (parent === undefined || parent.execution.finished || parent.execution.handler !== undefined)
      return next.handle();
    const { execution } = parent;
    const site = this.sites.of(context);
    execution.handler = site.name;
    const span = execution.tracer.open(parent, site);
    // Nest keeps the async context in which `handle()` is called, and runs what is inside in it, when it is subscribed to.
    const source =
      span === undefined
        ? next.handle()
        : (execution.tracer.run(span, next.handle as Callable, next, []) as Observable<unknown>);
    return new Observable(subscriber => {
      const response = context.switchToHttp().getResponse<ServerResponse | { raw: ServerResponse }>();
      const raw = 'raw' in response ? response.raw : response;
      const subscription = source.subscribe({
        next: value => {
          if (site.isSse) execution.transport?.conclude(performance.now());
          subscriber.next(value);
        },
        error: (error: unknown) => {
          end(span, true);
          subscriber.error(error);
        },
        complete: () => {
          end(span, false);
          noteStream(parent, site, raw);
          subscriber.complete();
        },
      });
      if (site.isSse) execution.streamOpenedAt = performance.now();
      return () => {
        subscription.unsubscribe();
        end(span, false);
      };
    });
  }
}

function end(span: Span | undefined, failed: boolean): void {
  if (span === undefined || span.end !== 0) return;
  const now = performance.now();
  if (failed) span.fail(now);
  else span.finish(now);
}

/** A handler that writes events to the response by itself has opened the stream by the time that it returns. */
function noteStream({ execution }: Span, site: HandlerSite, response: ServerResponse): void {
  if (site.isSse || !response.headersSent || response.writableEnded) return;
  if (isEventStream(response)) execution.transport?.conclude(performance.now());
}
