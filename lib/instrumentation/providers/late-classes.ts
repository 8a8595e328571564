import { types } from 'node:util';
import type { Type } from '@nestjs/common';
import { ModuleRef, type ModulesContainer } from '@nestjs/core';
import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import { applicationModules, givenProviders, type GivenProvider } from './application-providers.js';
import { givenClass } from './given-classes.js';

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
  private count = 0;

  /** @param found receives each class once; errors are not the caller's */
  constructor(private readonly found: (type: NewableFunction) => void) {}

  attach(modules: ModulesContainer): void {
    if (this.undo.length > 0) return;
    for (const provider of givenProviders(modules))
      if (provider.isTransient || !provider.isDependencyTreeStatic()) this.followFactory(provider);
    for (const { providers } of applicationModules(modules)) {
      const ref: unknown = providers.get(ModuleRef)?.instance;
      if (ref instanceof ModuleRef) this.followCreation(ref);
    }
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private followFactory(provider: GivenProvider): void {
    const factory = provider.metatype as Callable | null;
    if (typeof factory !== 'function') return;
    const { metatype } = {
      metatype: (...args: unknown[]): unknown => {
        const made = Reflect.apply(factory, undefined, args);
        if (types.isPromise(made)) made.then(this.learn, () => undefined);
        else this.learn(made);
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
      const create = (type: Type): unknown => {
        this.add(type);
        return Reflect.apply(before, ref, [type]);
      };
      return create as typeof before;
    });
    this.undo.push(undo);
  }

  private readonly learn = (instance: unknown): void => {
    if (typeof instance === 'object' && instance !== null) this.add(givenClass(instance));
  };

  private add(type: NewableFunction | undefined): void {
    if (typeof type !== 'function' || this.known.has(type) || this.count >= MAX_CLASSES) return;
    this.known.add(type);
    this.count += 1;
    this.found(type);
  }
}
