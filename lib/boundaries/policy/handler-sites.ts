import { isSkipped } from '../../instrumentation/decorators/skip-monitoring.decorator.js';
import { slowThresholdOf, type ResolvedThreshold } from '../../instrumentation/decorators/slow-threshold.decorator.js';
import { className } from '../../platform/class-name.js';
import type { CallSite } from '../../tracing/call-site.js';

/** The facts about a handler that are known before it is called. @internal */
export interface HandlerSite extends CallSite {
  /** By `@SkipMonitoring()`. */
  readonly isSkipped: boolean;
  /** By `@SlowThreshold()`. */
  readonly threshold: ResolvedThreshold | undefined;
}

/** A method that Nest calls for a request, a message or a job. @internal */
export type Handler = (...args: never[]) => unknown;

/**
 * Keeps a {@link HandlerSite} for each handler, computed once. A handler that a subclass inherits has one for each class.
 *
 * @internal
 */
export class HandlerSites<Site extends HandlerSite> {
  private readonly byClass = new WeakMap<object, Map<Handler, Site>>();

  /** @param make completes the site with facts that only one boundary needs */
  constructor(private readonly make: (site: HandlerSite, type: object, handler: Handler) => Site) {}

  of(type: object, handler: Handler): Site {
    let sites = this.byClass.get(type);
    if (sites === undefined) this.byClass.set(type, (sites = new Map()));
    let site = sites.get(handler);
    if (site === undefined) {
      site = this.make(handlerSite(type, handler), type, handler);
      sites.set(handler, site);
    }
    return site;
  }
}

function handlerSite(type: object, handler: Handler): HandlerSite {
  return {
    name: `${className(type)}.${handler.name || keyOf(type, handler)}`,
    kind: 'handler',
    isAsync: false,
    returnsObservable: false,
    isLearning: false,
    isSkipped: isSkipped(handler, type),
    threshold: slowThresholdOf(handler, type),
  };
}

/** The name of a method that a decorator has replaced by a function without one, as `@GrpcStreamMethod()` does. */
function keyOf(type: object, handler: Handler): string {
  for (let each: unknown = Reflect.get(type, 'prototype'); isObject(each); each = Object.getPrototypeOf(each)) {
    const owner = each;
    const key = Object.getOwnPropertyNames(owner).find(
      name => Object.getOwnPropertyDescriptor(owner, name)?.value === handler,
    );
    if (key !== undefined) return key;
  }
  return '(anonymous)';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
