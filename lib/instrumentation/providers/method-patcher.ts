import { className } from '../../platform/class-name.js';
import type { Callable, Tracer } from '../../tracing/tracer.interface.js';
import { Attempts } from './attempts.js';
import { coverableMethods, prototypesOf, type OwnMethod } from './coverable-methods.js';
import { coveredBy, CoveredMethod, type MethodUse } from './covered-method.js';
import { takenMethods } from './taken-methods.js';

/**
 * Replaces methods, on the prototypes that have them, by ones that can open a span. They stay when the application
 * closes, and then pass calls through.
 *
 * @internal
 */
export class MethodPatcher {
  private readonly uses: MethodUse[] = [];

  /**
   * @param types all at once: a subclass says which methods of its base cannot be covered
   * @returns why a class could not be covered
   */
  patch(types: Iterable<NewableFunction>): unknown[] {
    const attempts = new Attempts();
    const chains = new Map<NewableFunction, object[]>();
    const taken = new Map<object, Set<string>>();
    for (const type of types)
      attempts.run(() => {
        const chain = prototypesOf(type);
        const names = chain.flatMap(prototype => [...takenMethods(prototype)]);
        for (const prototype of chain) taken.set(prototype, new Set([...(taken.get(prototype) ?? []), ...names]));
        chains.set(type, chain);
      });
    for (const [type, chain] of chains)
      attempts.run(() => {
        for (const found of coverableMethods(chain))
          if (taken.get(found.owner)?.has(found.key) !== true)
            this.cover(found, chain[0] ?? found.owner, className(type));
      });
    for (const [, ...bases] of chains.values()) attempts.run(() => inherit(bases));
    return attempts.failures;
  }

  watch(tracer: Tracer): void {
    for (const use of this.uses) use.watch(tracer);
  }

  unwatch(tracer: Tracer): void {
    for (const use of this.uses) use.unwatch(tracer);
  }

  private cover({ owner, key, method }: OwnMethod, prototype: object, name: string): void {
    let cover = coveredBy(method);
    if (cover === undefined) {
      cover = new CoveredMethod(owner, method);
      Object.defineProperty(owner, key, { value: cover.wrapper });
    }
    this.uses.push(cover.use(prototype, `${name}.${key}`));
  }
}

function inherit(bases: readonly object[]): void {
  for (const base of bases)
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(base)))
      if (typeof value === 'function') coveredBy(value as Callable)?.inherit();
}
