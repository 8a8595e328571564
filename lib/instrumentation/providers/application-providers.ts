import * as nestCommon from '@nestjs/common';
import * as nestCore from '@nestjs/core';
import type { ModulesContainer } from '@nestjs/core';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';

/** Nest's own classes get no spans: the application's code below them has its own. */
export const NEST_OWN = new Set<unknown>([...Object.values(nestCommon), ...Object.values(nestCore)]);

/** The part of Nest's instance wrapper that is read here. */
interface ProviderWrapper {
  readonly metatype: unknown;
  readonly instance: unknown;
  readonly isAlias?: boolean;
  readonly isNotMetatype?: boolean;
  readonly isTransient: boolean;
  isDependencyTreeStatic(): boolean;
}

/** A class that Nest instantiates in one of the application's modules, imported modules included. @internal */
export interface ProvidedClass {
  readonly wrapper: ProviderWrapper;
  readonly type: NewableFunction;
  readonly isController: boolean;
}

/** All provided classes except Nest's and this package's. A class provided twice has two entries. @internal */
export function* providedClasses(modules: ModulesContainer): Generator<ProvidedClass> {
  for (const { metatype, providers, injectables, controllers } of modules.values()) {
    if (providers.has(RESOLVED_OPTIONS) || NEST_OWN.has(metatype) || metatype.name === 'InternalCoreModule') continue;
    for (const wrapper of [...providers.values(), ...injectables.values()]) yield* classOf(wrapper, false);
    for (const wrapper of controllers.values()) yield* classOf(wrapper, true);
  }
}

function* classOf(wrapper: ProviderWrapper, isController: boolean): Generator<ProvidedClass> {
  const { metatype, isAlias, isNotMetatype } = wrapper;
  if (isAlias === true || isNotMetatype === true || typeof metatype !== 'function' || NEST_OWN.has(metatype)) return;
  yield { wrapper, type: metatype, isController };
}
