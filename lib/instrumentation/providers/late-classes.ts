import { types } from 'node:util';
import { ModuleRef, type ModulesContainer } from '@nestjs/core';
import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import { applicationModules } from '../../tracing/application-modules.js';
import { givenProviders, givenStages, type GivenProvider } from './application-providers.js';
import { givenClass } from './given-classes.js';
import { stageClass } from './stage-classes.js';

/** Classes that are found while the application runs. Further ones get no spans: they may be made for each request. */
const MAX_CLASSES = 500;

/**
 * Finds classes whose first instance is made while the application runs: by request-scoped factories, and by
 * `ModuleRef.create()`.
 *
 * @internal
 */
export class LateClasses {
  private readonly undo: (() => void)[] = [];
  private readonly known = new WeakSet();
  private readonly knownStages = new WeakSet();
  private count = 0;

  /** @param found receives each class once. Its errors are swallowed: the caller is code of the application. */
  constructor(private readonly found: (type: NewableFunction, isStage: boolean) => void) {}

  attach(modules: ModulesContainer): void {
    if (this.undo.length > 0) return;
    for (const provider of givenProviders(modules)) this.followFactory(provider, false);
    for (const stage of givenStages(modules)) this.followFactory(stage, true);
    for (const { providers } of applicationModules(modules)) {
      const ref: unknown = providers.get(ModuleRef)?.instance;
      if (ref instanceof ModuleRef) this.followCreation(ref);
    }
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private followFactory(provider: GivenProvider, isStage: boolean): void {
    if (!provider.isTransient && provider.isDependencyTreeStatic()) return;
    const factory = provider.metatype as Callable | null;
    if (typeof factory !== 'function') return;
    const learn = (made: unknown): void => this.learn(made, isStage);
    const { metatype } = {
      metatype(this: unknown, ...args: unknown[]): unknown {
        const made: unknown = Reflect.apply(factory, this, args);
        learn(made);
        return made;
      },
    };
    provider.metatype = metatype;
    this.undo.push(() => {
      if (provider.metatype === metatype) provider.metatype = factory;
    });
  }

  private followCreation(ref: ModuleRef): void {
    const undo = overrideMethod(ref, 'create', before => {
      const create = (...args: Parameters<typeof before>): unknown => {
        this.add(args[0], false);
        return Reflect.apply(before, ref, args);
      };
      return create as typeof before;
    });
    this.undo.push(undo);
  }

  /** @param made an instance, or the promise of one */
  private learn(made: unknown, isStage: boolean): void {
    try {
      if (types.isPromise(made))
        Reflect.apply(Promise.prototype.then, made, [
          (instance: unknown) => this.learn(instance, isStage),
          () => undefined,
        ]);
      else this.add(isStage ? stageClass(made) : givenClass(made), isStage);
    } catch {
      // The instance gets no spans.
    }
  }

  private add(type: NewableFunction | undefined, isStage: boolean): void {
    const known = isStage ? this.knownStages : this.known;
    if (typeof type !== 'function' || known.has(type) || this.count >= MAX_CLASSES) return;
    known.add(type);
    this.count += 1;
    try {
      this.found(type, isStage);
    } catch {
      // The class gets no spans.
    }
  }
}
