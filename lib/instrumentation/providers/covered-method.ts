import { types } from 'node:util';
import { constructible, disguise } from '../decorators/wrap-method.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { SHARED } from '../../platform/process-wide.js';
import type { CallSite } from '../../tracing/call-site.js';
import { MAX_DEPTH } from '../../tracing/span-limits.js';
import { isObservable } from '../../tracing/observables.js';
import type { Callable } from '../../tracing/callable.js';
import type { SpanRunner } from '../../tracing/execution.js';
import { InterceptorStage } from '../stages/interceptor-stage.js';
import { PlainStage } from '../stages/plain-stage.js';
import { LEARNING_CALLS, type Stage } from '../stages/stage.interface.js';

/** Key of the covered method on its wrapper. */
const COVER = Symbol.for(`${SHARED}:COVER`);

/** The method as one class provides it, its own or an inherited one. */
interface Provided {
  readonly site: CallSite;
  /** The applications with spans for its calls. */
  readonly users: Set<SpanRunner>;
  /** One of the users, mostly the only one. Comparing with it is faster than a lookup in the set. */
  user: SpanRunner | undefined;
  calls: number;
  /** It gets no spans. */
  isSynchronous: boolean;
  /** Present for a stage of Nest. */
  stage: Stage | undefined;
}

/** Use of one class's method by applications. @internal */
export interface MethodUse {
  watch(tracer: SpanRunner): void;
  unwatch(tracer: SpanRunner): void;
}

/**
 * A method that is replaced by a wrapper on its prototype, until the process ends. Code that takes a reference gets the
 * same function before the start, while the application runs and after it has closed. A spy replaces the wrapper just as
 * it would replace the method.
 *
 * @internal
 */
export class CoveredMethod {
  readonly wrapper: Callable;
  /** Number of uses with spans. At 0, calls go straight to the method. */
  private active = 0;
  /** By the prototype of the instance. A call through `super` finds no entry, because the class has its own method. */
  private readonly provided = new WeakMap<object, Provided>();
  /** The owner's own entry. Without known subclasses it is the only one, and saves the lookup by instance (10 ns). */
  private own: Provided | undefined;
  private hasSubclasses = false;

  constructor(
    private readonly owner: object,
    readonly method: Callable,
  ) {
    this.wrapper = disguise(constructible(CoveredMethod.wrap(this, method), method), method);
    Object.defineProperty(this.wrapper, COVER, { value: this });
  }

  /** Call it when a subclass of the owner is provided, too. */
  inherit(): void {
    this.hasSubclasses = true;
    this.own = undefined;
  }

  /**
   * @param prototype the prototype of the provided class: the owner or a subclass
   * @param stageKey the method's name, for a stage of Nest
   */
  use(prototype: object, name: string, stageKey?: string): MethodUse {
    const provided = this.providedBy(prototype, name);
    if (stageKey !== undefined) this.makeStage(provided, stageKey);
    const { users } = provided;
    return {
      watch: tracer => {
        if (users.has(tracer)) return;
        users.add(tracer);
        provided.user = tracer;
        if (!provided.isSynchronous) this.active += 1;
      },
      unwatch: tracer => {
        if (!users.delete(tracer)) return;
        [provided.user] = users;
        if (!provided.isSynchronous) this.active -= 1;
      },
    };
  }

  private static wrap(cover: CoveredMethod, method: Callable): Callable {
    const { covered } = {
      covered(this: unknown, ...args: unknown[]): unknown {
        if (cover.active !== 0) {
          const parent = spanStorage.getStore();
          if (parent !== undefined && parent.depth < MAX_DEPTH && !parent.execution.finished) {
            const { tracer } = parent.execution;
            const provided = cover.own ?? cover.find(this);
            if (provided !== undefined && !provided.isSynchronous && isUsedBy(provided, tracer)) {
              if (provided.stage !== undefined) return provided.stage.call(parent, method, this, args);
              const result = tracer.callInSpan(parent, provided.site, method, this, args);
              return provided.site.isLearning ? cover.learn(provided, result) : result;
            }
          }
        }
        // The only such call in this function: with a second one, V8 allocates an array of the arguments (5 to 10 ns).
        return Reflect.apply(method, this, args);
      },
    };
    return covered;
  }

  private providedBy(prototype: object, name: string): Provided {
    let provided = this.provided.get(prototype);
    if (provided === undefined) {
      const isAsync = types.isAsyncFunction(this.method);
      const site: CallSite = {
        name,
        kind: 'provider',
        isAsync,
        returnsObservable: false,
        isLearning: !isAsync,
        isStage: false,
        isInterceptor: false,
      };
      provided = { site, users: new Set(), user: undefined, calls: 0, isSynchronous: false, stage: undefined };
      this.provided.set(prototype, provided);
    }
    if (prototype === this.owner && !this.hasSubclasses) this.own = provided;
    return provided;
  }

  /** The class may have been covered as a provider before. */
  private makeStage(provided: Provided, key: string): void {
    if (provided.stage !== undefined) return;
    const { site } = provided;
    site.isStage = true;
    provided.stage = key === 'intercept' ? new InterceptorStage(site) : new PlainStage(site);
    if (!provided.isSynchronous) return;
    provided.isSynchronous = false;
    this.active += provided.users.size;
  }

  /** The entry of the instance's class. */
  private find(self: unknown): Provided | undefined {
    if (typeof self !== 'object' || self === null) return undefined;
    try {
      return this.provided.get(Object.getPrototypeOf(self) as object);
    } catch {
      // The instance is a proxy whose trap throws.
      return undefined;
    }
  }

  private learn(provided: Provided, result: unknown): unknown {
    if (types.isPromise(result) || isObservable(result)) {
      provided.site.isLearning = false;
    } else if (++provided.calls === LEARNING_CALLS) {
      provided.isSynchronous = true;
      this.active -= provided.users.size;
    }
    return result;
  }
}

function isUsedBy({ user, users }: Provided, tracer: SpanRunner): boolean {
  return user === tracer || users.has(tracer);
}

/** The covered method behind a wrapper. Proxies are not read, because their traps are the application's code. @internal */
export function coveredBy(method: Callable): CoveredMethod | undefined {
  if (types.isProxy(method)) return undefined;
  const cover = Object.getOwnPropertyDescriptor(method, COVER)?.value as CoveredMethod | undefined;
  return cover?.wrapper === method ? cover : undefined;
}
