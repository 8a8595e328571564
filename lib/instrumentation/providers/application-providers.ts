import type { ModulesContainer } from '@nestjs/core';
import { applicationModules, NEST_OWN } from '../../tracing/application-modules.js';

/** The part of Nest's instance wrapper that is read here. */
interface ProviderWrapper {
  readonly metatype: unknown;
  readonly instance: unknown;
  readonly isAlias?: boolean;
  /** The tokens that a factory gets; of an alias, its target. */
  readonly inject?: readonly unknown[] | null;
  readonly isNotMetatype?: boolean;
  readonly isTransient: boolean;
  /** The instances of a transient provider, one for each that injects it. */
  getStaticTransientInstances(): readonly ({ readonly instance?: unknown } | undefined)[];
  isDependencyTreeStatic(): boolean;
}

/** A provider that Nest does not instantiate from its class: the value, or what the factory returns. @internal */
export type GivenProvider = ProviderWrapper & { metatype: unknown };

/** A class that Nest instantiates in one of the application's modules, imported modules included. @internal */
export interface ProvidedClass {
  readonly wrapper: ProviderWrapper;
  readonly type: NewableFunction;
  readonly isController: boolean;
}

/** All provided classes except Nest's and this package's. A class provided twice has two entries. @internal */
export function* providedClasses(modules: ModulesContainer): Generator<ProvidedClass> {
  for (const { providers, injectables, controllers } of applicationModules(modules)) {
    for (const wrapper of [...providers.values(), ...injectables.values()]) yield* classOf(wrapper, false);
    for (const wrapper of controllers.values()) yield* classOf(wrapper, true);
  }
}

/** The application's values and factories. @internal */
export function* givenProviders(modules: ModulesContainer): Generator<GivenProvider> {
  for (const { providers } of applicationModules(modules))
    for (const wrapper of providers.values()) if (wrapper.isNotMetatype && wrapper.isAlias !== true) yield wrapper;
}

/** The stages of a scope below the application's that factories make: `APP_GUARD` with `scope: Scope.REQUEST`. @internal */
export function* givenStages(modules: ModulesContainer): Generator<GivenProvider> {
  for (const { injectables } of applicationModules(modules))
    for (const wrapper of injectables.values()) if (wrapper.isNotMetatype && wrapper.isAlias !== true) yield wrapper;
}

function* classOf(wrapper: ProviderWrapper, isController: boolean): Generator<ProvidedClass> {
  const { metatype, isAlias, isNotMetatype } = wrapper;
  if (isAlias === true || isNotMetatype === true || typeof metatype !== 'function' || NEST_OWN.has(metatype)) return;
  yield { wrapper, type: metatype, isController };
}
