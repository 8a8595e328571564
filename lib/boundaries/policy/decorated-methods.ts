import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';
import { applicationModules } from '../../tracing/application-modules.js';

/** A method with a decorator, and the prototype that has it. @internal */
export interface DecoratedMethod {
  readonly owner: object;
  readonly key: string;
}

/**
 * The methods of all providers and controllers that have metadata of this key, each once.
 *
 * @param withInstances also of the instances that values and factories give: they exist from `onModuleInit()` on
 * @internal
 */
export function* decoratedMethods(
  modules: ModulesContainer,
  metadataKey: string,
  withInstances: boolean,
): Generator<DecoratedMethod> {
  const seen = new Set<object>();
  for (const { providers, controllers } of applicationModules(modules))
    for (const { metatype, instance } of [...providers.values(), ...controllers.values()]) {
      const starts = [prototypeOf(metatype), withInstances && isReadable(instance) ? prototypeIn(instance) : undefined];
      for (const start of starts) yield* methodsOf(start, metadataKey, seen);
    }
}

function* methodsOf(start: object | undefined, metadataKey: string, seen: Set<object>): Generator<DecoratedMethod> {
  for (let owner = start; owner !== undefined && owner !== Object.prototype; owner = prototypeIn(owner)) {
    if (types.isProxy(owner) || seen.has(owner)) return;
    seen.add(owner);
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (typeof value === 'function' && !types.isProxy(value) && Reflect.hasMetadata(metadataKey, value as object))
        yield { owner, key };
  }
}

function prototypeOf(type: unknown): object | undefined {
  if (typeof type !== 'function' || types.isProxy(type)) return undefined;
  const prototype: unknown = Object.getOwnPropertyDescriptor(type, 'prototype')?.value;
  return typeof prototype === 'object' ? (prototype ?? undefined) : undefined;
}

function prototypeIn(object: object): object | undefined {
  return (Object.getPrototypeOf(object) as object | null) ?? undefined;
}

/** A proxy's trap would be the application's code. */
function isReadable(instance: unknown): instance is object {
  return typeof instance === 'object' && instance !== null && !types.isProxy(instance);
}
