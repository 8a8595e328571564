import { types } from 'node:util';
import { constructible, disguise } from '../decorators/wrap-method.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { SHARED } from '../../platform/process-wide.js';
import type { CallSite } from '../../tracing/call-site.js';
import { MAX_DEPTH } from '../../tracing/span.js';
import { isObservable } from '../../tracing/trace-observable.js';
import type { Callable, Tracer } from '../../tracing/tracer.interface.js';

/** Calls of a plain function after which it counts as synchronous, and is passed through for good. */
export const LEARNING_CALLS = 50;

/** On a wrapper: what it covers. */
const COVER = Symbol.for(`${SHARED}:COVER`);

/** A class that provides the method, its own or an inherited one. */
interface Provided {
  readonly site: CallSite;
  /** The applications that make spans of its calls. */
  readonly users: Set<Tracer>;
  /** One of them, mostly the only one: found faster than in the set. */
  user: Tracer | undefined;
  calls: number;
  isSynchronous: boolean;
}

/** One class's use of a method by one application. @internal */
export interface MethodUse {
  watch(tracer: Tracer): void;
  unwatch(tracer: Tracer): void;
}

/**
 * A method with a wrapper in its place, on the prototype that has it, for the rest of the process's life: whoever takes
 * a reference finds the same function before the start, while the application runs and after it has closed. A spy that
 * is put there replaces the wrapper, as it would the method.
 *
 * @internal
 */
export class CoveredMethod {
  readonly wrapper: Callable;
  /** Uses that make spans. While there are none, calls pass straight through. */
  private active = 0;
  /** By the prototype of the instance: a call through `super` finds none, as the class has a method of its own. */
  private readonly provided = new WeakMap<object, Provided>();
  /** The class's own use. Without known subclasses there is no other, and no look at the instance (some 10 ns). */
  private own: Provided | undefined;
  private hasSubclasses = false;

  constructor(
    private readonly owner: object,
    readonly method: Callable,
  ) {
    this.wrapper = disguise(constructible(CoveredMethod.wrap(this, method), method), method);
    Object.defineProperty(this.wrapper, COVER, { value: this });
  }

  /** A subclass of the owner's is provided, too. */
  inherit(): void {
    this.hasSubclasses = true;
    this.own = undefined;
  }

  /** @param prototype of the class that is provided: the owner, or one that inherits from it */
  use(prototype: object, name: string): MethodUse {
    const provided = this.providedBy(prototype, name);
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
              const result = tracer.callInSpan(parent, provided.site, method, this, args);
              return provided.site.isLearning ? cover.learn(provided, result) : result;
            }
          }
        }
        // The only such call: with a second one, V8 makes an array of the arguments each time (5 to 10 ns).
        return Reflect.apply(method, this, args);
      },
    };
    return covered;
  }

  private providedBy(prototype: object, name: string): Provided {
    let provided = this.provided.get(prototype);
    if (provided === undefined) {
      const isAsync = types.isAsyncFunction(this.method);
      const site: CallSite = { name, kind: 'provider', isAsync, returnsObservable: false, isLearning: !isAsync };
      provided = { site, users: new Set(), user: undefined, calls: 0, isSynchronous: false };
      this.provided.set(prototype, provided);
    }
    if (prototype === this.owner && !this.hasSubclasses) this.own = provided;
    return provided;
  }

  /** What the class of the instance provides. */
  private find(self: unknown): Provided | undefined {
    if (typeof self !== 'object' || self === null) return undefined;
    try {
      return this.provided.get(Object.getPrototypeOf(self) as object);
    } catch {
      // A proxy of the user's that does not say.
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

function isUsedBy({ user, users }: Provided, tracer: Tracer): boolean {
  return user === tracer || users.has(tracer);
}

/** What `method` is the wrapper of, when it is one. A proxy is not asked: its traps are the user's code. @internal */
export function coveredBy(method: Callable): CoveredMethod | undefined {
  if (types.isProxy(method)) return undefined;
  const cover = Object.getOwnPropertyDescriptor(method, COVER)?.value as CoveredMethod | undefined;
  return cover?.wrapper === method ? cover : undefined;
}
