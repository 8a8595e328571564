import { overrideMethod } from '../../../platform/override-method.js';
import type { Callable } from '../../../tracing/callable.js';

/** A call of a replaced method: it calls `before`, once. @internal */
export type MethodCall = (before: Callable, self: unknown, args: readonly unknown[]) => unknown;

/**
 * Methods of single instances, replaced while an application records their package. Their classes stay as they are.
 *
 * @internal
 */
export class InstanceMethods {
  private readonly undo: (() => void)[] = [];

  /** @param onFailure is called once, for the first failure of the library's own */
  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Leaves an instance without this method alone. */
  replace(instance: object, name: string, call: MethodCall): void {
    const target = instance as Record<string, unknown>;
    if (typeof target[name] !== 'function') return;
    const undo = overrideMethod(target, name, before => {
      const replaced = function (this: unknown, ...args: unknown[]): unknown {
        return call(before as Callable, this, args);
      };
      return Object.defineProperty(replaced, 'name', { value: name });
    });
    this.undo.push(undo);
  }

  /** Runs a step of the library. Its failure must not reach the application, and would repeat: all methods are put back. */
  safely<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (this.undo.length > 0) this.onFailure(error);
      this.restore();
      return undefined;
    }
  }

  restore(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}
