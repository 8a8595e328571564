import type { Callable } from '../../tracing/callable.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import { Attempts } from './attempts.js';
import { coverableMethods, prototypesOf, type OwnMethod } from './coverable-methods.js';
import { coveredBy, CoveredMethod, type MethodUse } from './covered-method.js';
import { referencedMethods } from './referenced-methods.js';
import { stepName } from './step-names.js';

/**
 * Replaces methods on their prototypes by wrappers that can open spans. The wrappers stay when the application closes,
 * and then only call the methods.
 *
 * @internal
 */
export class MethodPatcher {
  private readonly uses: MethodUse[] = [];

  /**
   * @param types all classes at once: the source of a subclass can exclude methods of its base class
   * @param isStage cover only the methods of stages, such as `canActivate()`
   * @returns one error for each class that could not be covered
   */
  patch(types: Iterable<NewableFunction>, isStage = false): unknown[] {
    const attempts = new Attempts();
    const chains = new Map<NewableFunction, object[]>();
    const referenced = new Map<object, Set<string>>();
    for (const type of types)
      attempts.run(() => {
        const chain = prototypesOf(type, isStage);
        const names = chain.flatMap(prototype => [...referencedMethods(prototype)]);
        for (const prototype of chain)
          referenced.set(prototype, new Set([...(referenced.get(prototype) ?? []), ...names]));
        chains.set(type, chain);
      });
    for (const [type, chain] of chains)
      attempts.run(() => {
        for (const found of coverableMethods(chain, isStage))
          if (referenced.get(found.owner)?.has(found.key) !== true)
            this.cover(found, chain[0] ?? found.owner, stepName(type, found.key, found.method), isStage);
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

  private cover({ owner, key, method }: OwnMethod, prototype: object, name: string, isStage: boolean): void {
    let cover = coveredBy(method);
    if (cover === undefined) {
      cover = new CoveredMethod(owner, method);
      Object.defineProperty(owner, key, { value: cover.wrapper });
    }
    this.uses.push(cover.use(prototype, name, isStage ? key : undefined));
  }
}

function inherit(bases: readonly object[]): void {
  for (const base of bases)
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(base)))
      if (typeof value === 'function') coveredBy(value as Callable)?.inherit();
}
