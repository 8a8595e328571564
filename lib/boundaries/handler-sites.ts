import type { ExecutionContext } from '@nestjs/common';
import type { SpanSite } from '../execution/span-site.js';

/** Nest's own mark of an `@Sse()` handler; its constant is not exported from the package's root. */
const SSE_METADATA = '__sse__';

/** What is known of a handler before it is called. @internal */
export interface HandlerSite extends SpanSite {
  /** Its response is a stream of server-sent events. */
  readonly isSse: boolean;
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
      const isSse = Reflect.getMetadata(SSE_METADATA, handler) === true;
      site = { name: `${type.name}.${handler.name}`, kind: 'handler', isAsync: false, returnsObservable: false, isSse };
      sites.set(handler, site);
    }
    return site;
  }
}
