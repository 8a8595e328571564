import type { Callable } from '../../../tracing/callable.js';
import type { Span, SpanRunner } from '../../../tracing/execution.js';
import { WrappedMethod } from './wrapped-method.js';

/** Prototypes that are wrapped at the same time. Each copy of a package has one or two. */
const MAX_PROTOTYPES = 100;

/** One application that records a package. @internal */
export interface HookUser {
  readonly tracer: SpanRunner;
  /** A wrapper's own code threw: it leaves, and reports the error once. */
  fail(error: unknown): void;
}

/**
 * The wrapped methods of one package, for all applications of the process that record it. After the last one has left,
 * the wrappers are removed, or only call the original.
 *
 * @internal
 */
export class ProcessHooks<User extends HookUser> {
  private readonly users = new Map<SpanRunner, User>();
  /** The only user, if there is one. */
  private only: User | undefined = undefined;
  private readonly methods = new Map<object, WrappedMethod>();

  /** True while an application records the package. */
  get hasUsers(): boolean {
    return this.users.size > 0;
  }

  join(user: User): void {
    this.users.set(user.tracer, user);
    this.only = this.users.size === 1 ? user : undefined;
    for (const method of this.methods.values()) method.install();
  }

  leave({ tracer }: User): void {
    this.users.delete(tracer);
    const [first] = this.users.values();
    this.only = this.users.size === 1 ? first : undefined;
    if (this.users.size > 0) return;
    for (const [prototype, method] of this.methods) if (method.remove()) this.methods.delete(prototype);
  }

  /**
   * Wraps a method, once.
   *
   * @param call is called for each call while an application records the package
   */
  wrap(
    prototype: object,
    key: string,
    call: (original: Callable, self: never, args: readonly unknown[]) => unknown,
  ): void {
    const { users, methods } = this;
    if (methods.has(prototype) || methods.size >= MAX_PROTOTYPES) return;
    const method = new WrappedMethod(prototype, key, original => {
      return function (this: unknown, ...args: unknown[]): unknown {
        return users.size === 0 ? Reflect.apply(original, this, args) : call(original, this as never, args);
      };
    });
    method.install();
    methods.set(prototype, method);
  }

  /** The application of a caller, if it records the package. For a call outside all executions, the only one. */
  userOf(caller: Span | undefined): User | undefined {
    const { only } = this;
    if (caller === undefined) return only;
    const { tracer } = caller.execution;
    return only?.tracer === tracer ? only : this.users.get(tracer);
  }

  /** Something threw, and it is unknown whose call it was. */
  fail(error: unknown): void {
    for (const user of this.users.values()) user.fail(error);
  }
}
