import type { ExecutionContext } from '@nestjs/common';
import { isSkipped } from '../../instrumentation/decorators/skip-monitoring.decorator.js';
import { slowThresholdOf, type ResolvedThreshold } from '../../instrumentation/decorators/slow-threshold.decorator.js';
import { className } from '../../platform/class-name.js';
import type { CallSite } from '../../tracing/call-site.js';

/** Nest's own mark of an `@Sse()` handler; its constant is not exported from the package's root. */
const SSE_METADATA = '__sse__';

/** Nest's own list of what the parameters of a handler are; not exported from the package's root either. */
const PARAMETERS_METADATA = '__routeArguments__';

/** Parameters through which the response can not be reached: `@Body()` to `@RawBody()`, by Nest's numbers. */
const HARMLESS_PARAMETER = /^(?:[3-9]|1[0-2]):/;

/** What is known of a handler before it is called. @internal */
export interface HandlerSite extends CallSite {
  /** Its response is a stream of server-sent events. */
  readonly isSse: boolean;
  /** By `@SkipMonitoring()`. */
  readonly isSkipped: boolean;
  /** By `@SlowThreshold()`. */
  readonly threshold: ResolvedThreshold | undefined;
  /** It can reach the response, and write events to it by itself. */
  readonly writesResponse: boolean;
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
        name: `${className(type)}.${handler.name}`,
        kind: 'handler',
        isAsync: false,
        returnsObservable: false,
        isLearning: false,
        isSse: Reflect.getMetadata(SSE_METADATA, handler) === true,
        isSkipped: isSkipped(handler, type),
        threshold: slowThresholdOf(handler, type),
        writesResponse: writesResponse(type, handler),
      };
      sites.set(handler, site);
    }
    return site;
  }
}

/** Whether any of its parameters is the request, the response, or something that we do not know. */
function writesResponse(type: object, handler: { readonly name: string; readonly length: number }): boolean {
  const parameters: unknown = Reflect.getMetadata(PARAMETERS_METADATA, type, handler.name);
  if (typeof parameters !== 'object' || parameters === null) return handler.length > 0;
  return !Object.keys(parameters).every(key => HARMLESS_PARAMETER.test(key));
}
