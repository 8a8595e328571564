import { types } from 'node:util';
import { profileThresholdOf } from '../../instrumentation/decorators/profile.decorator.js';
import { constructible, disguise, isWrapped } from '../../instrumentation/decorators/wrap-method.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ExecutionKind } from '../../model/execution.interface.js';
import { SHARED } from '../../platform/process-wide.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { spanStorage } from '../../tracing/execution-context.js';
import type { Execution, Span } from '../../tracing/execution.js';
import { MAX_DEPTH } from '../../tracing/span-limits.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import { HandlerSites, type HandlerSite } from './handler-sites.js';
import { hasOwnState } from './own-state.js';

/** The executions of one kind of handlers. @internal */
export interface HandlerKind {
  readonly kind: ExecutionKind;
  /** The site of a method's executions, with their name. Called once for each class. */
  describe(site: HandlerSite, method: object): CallSite;
  /** The site of one call, or `undefined` for a call that is no execution. By default the method's own. */
  siteOf?(described: CallSite, args: readonly unknown[]): CallSite | undefined;
  /** The execution of a call has begun. */
  began?(execution: Execution, args: readonly unknown[]): void;
}

interface CoveredSite extends HandlerSite {
  readonly execution: CallSite;
  readonly thresholdMs: number | undefined;
}

/** One application's use of a method. */
interface Use {
  readonly tracer: Tracer;
  readonly handlers: HandlerKind;
  readonly sites: HandlerSites<CoveredSite>;
  readonly logger: MonitorLogger;
}

/** The applications that watch a method. */
type Uses = Map<unknown, Use>;

/**
 * The methods of one kind that Nest calls outside all executions, such as scheduled ones. Each call is an execution. Inside
 * another execution it is a span.
 *
 * A method is replaced once, on the prototype that owns it, and stays replaced. Code that took a reference, as a scheduler
 * does at the start, keeps the same function. Without an application that watches, it only calls the method.
 *
 * @internal
 */
export class CoveredHandlers {
  private readonly key: symbol;
  private readonly covered = new Set<Uses>();

  constructor(
    private readonly handlers: HandlerKind,
    private readonly tracer: Tracer,
    private readonly logger: MonitorLogger,
  ) {
    this.key = Symbol.for(`${SHARED}:HANDLER:${handlers.kind}`);
  }

  /**
   * @param owner the prototype that has the method as its own property
   * @param isRunning false while the application starts. Then the method is only replaced: a testing module that never
   *   runs, and is never closed, leaves no reference to itself.
   */
  cover(owner: object, name: string, isRunning: boolean): void {
    const { handlers, tracer, logger } = this;
    const { value, writable } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
    if (typeof value !== 'function' || writable !== true || types.isProxy(value) || hasOwnState(value as object))
      return;
    const uses = this.usesOf(value as object) ?? this.replace(owner, name, value as Callable);
    if (!isRunning || uses.has(tracer)) return;
    this.covered.add(uses);
    const sites = new HandlerSites(site => completed(site, handlers, value as object));
    uses.set(tracer, { tracer, handlers, sites, logger });
  }

  release(): void {
    for (const uses of this.covered) uses.delete(this.tracer);
    this.covered.clear();
  }

  private usesOf(method: object): Uses | undefined {
    return Object.getOwnPropertyDescriptor(method, this.key)?.value as Uses | undefined;
  }

  private replace(owner: object, name: string, method: Callable): Uses {
    const uses: Uses = new Map();
    const { covered } = {
      covered(this: unknown, ...args: unknown[]): unknown {
        if (uses.size === 0) return Reflect.apply(method, this, args);
        const parent = spanStorage.getStore();
        const isInside = parent !== undefined && !parent.execution.finished;
        const use = isInside ? uses.get(parent.execution.tracer) : useOf(this, uses);
        const site = use && siteOf(use, this, owner, wrapper);
        if (use === undefined || site === undefined) return Reflect.apply(method, this, args);
        if (isInside) return callInside(parent, site, method, this, args);
        const execution = executionOf(use, site, args);
        if (execution === undefined) return Reflect.apply(method, this, args);
        const { tracer, handlers } = use;
        const given = [use, site, method, this, args];
        return tracer.callAsExecution(handlers.kind, execution, site.thresholdMs, begin, null, given);
      },
    };
    const wrapper = disguise(constructible(covered, method), method);
    Object.defineProperty(wrapper, this.key, { value: uses });
    Object.defineProperty(owner, name, { value: wrapper });
    return uses;
  }
}

/** Runs inside the new execution. */
function begin(...given: unknown[]): unknown {
  const [use, site, method, self, args] = given as [Use, HandlerSite, Callable, unknown, readonly unknown[]];
  const root = spanStorage.getStore();
  if (root === undefined) return Reflect.apply(method, self, args);
  attempt(use, () => use.handlers.began?.(root.execution, args));
  return callHandler(root, site, method, self, args);
}

/**
 * The use of the application that made the instance. A class whose instances several applications make belongs to none of
 * them. Neither does an instance that was made with `new`.
 */
function useOf(self: unknown, uses: Uses): Use | undefined {
  if (typeof self !== 'object' || self === null || types.isProxy(self)) return undefined;
  let found: Use | undefined;
  for (const use of uses.values()) {
    if (attempt(use, () => use.tracer.ownership.has(self)) !== true) continue;
    if (found !== undefined) return undefined;
    found = use;
  }
  return found;
}

function siteOf(use: Use, self: unknown, owner: object, wrapper: Callable): CoveredSite | undefined {
  return attempt(use, () => use.sites.of(classOf(self, owner), wrapper));
}

function executionOf(use: Use, { execution }: CoveredSite, args: readonly unknown[]): CallSite | undefined {
  const { handlers } = use;
  return handlers.siteOf === undefined ? execution : attempt(use, () => handlers.siteOf?.(execution, args));
}

/** The arguments are the application's: to read them can fail. The application's call must not. */
function attempt<T>({ handlers, logger }: Use, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    logger.failure(`An execution of kind ${handlers.kind} cannot be watched`, error);
    return undefined;
  }
}

/** Calls a handler in a span of its own. `@Profile()` opens the span itself, with the name that it was given. */
function callHandler(root: Span, site: CallSite, method: Callable, self: unknown, args: readonly unknown[]): unknown {
  return isWrapped(method) ? Reflect.apply(method, self, args) : callInside(root, site, method, self, args);
}

/** A handler has its span beside that of `@Profile()`, too: when it goes on after `parent`, it is an execution of its kind. */
function callInside(parent: Span, site: CallSite, method: Callable, self: unknown, args: readonly unknown[]): unknown {
  if (site.isSkipped || parent.depth >= MAX_DEPTH) return Reflect.apply(method, self, args);
  return parent.execution.tracer.callInSpan(parent, site, method, self, args);
}

/** A threshold that is a function needs the context of a handler, and such a method has none. */
function completed(
  site: HandlerSite,
  { kind, describe, siteOf: siteOfCall }: HandlerKind,
  method: object,
): CoveredSite {
  const { threshold } = site;
  const execution = describe(site, method);
  const thresholdMs = typeof threshold === 'number' ? threshold : profileThresholdOf(method);
  // The name of a job's execution depends on the call.
  const asExecution = siteOfCall === undefined ? { kind, site: execution, thresholdMs } : undefined;
  return { ...site, execution, thresholdMs, asExecution };
}

/** The class of the instance. Its name is part of the name of the execution. */
function classOf(self: unknown, owner: object): object {
  const isReadable = typeof self === 'object' && self !== null && !types.isProxy(self);
  const prototype = isReadable ? (Object.getPrototypeOf(self) as object | null) : owner;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype ?? owner, 'constructor')?.value;
  return typeof type === 'function' ? type : owner;
}
