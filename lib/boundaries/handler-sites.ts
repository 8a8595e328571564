import type { ExecutionContext } from '@nestjs/common';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import { slowThresholdOf, type ResolvedThreshold } from '../decorators/slow-threshold.decorator.js';
import type { SpanSite } from '../execution/span-site.js';

/** Nest's own mark of an `@Sse()` handler; its constant is not exported from the package's root. */
const SSE_METADATA = '__sse__';

/** What is known of a handler before it is called. @internal */
export interface HandlerSite extends SpanSite {
  /** Its response is a stream of server-sent events. */
  readonly isSse: boolean;
  /** By `@SkipMonitoring()`. */
  readonly isSkipped: boolean;
  /** By `@SlowThreshold()`. */
  readonly threshold: ResolvedThreshold | undefined;
}

/**
 * What handlers are called, computed once for each. A handler that a subclass inherits belongs to both classes.
 *
 * @internal
 */
export class HandlerSites {
  private readonly byClass = new WeakMap<object, Map<unknown, HandlerSite>>();

  of(context: ExecutionContext): HandlerSite {
    const type = context.getClass();
    const handler = context.getHandler();
    let sites = this.byClass.get(type);
    if (sites === undefined) this.byClass.set(type, (sites = new Map()));
    let site = sites.get(handler);
    if (site === undefined) {
      site = {
        name: `${type.name}.${handler.name}`,
        kind: 'handler',
        isAsync: false,
        returnsObservable: false,
        isSse: Reflect.getMetadata(SSE_METADATA, handler) === true,
        isSkipped: isSkipped(handler, type),
        threshold: slowThresholdOf(handler, type),
      };
      sites.set(handler, site);
    }
    return site;
  }
}
