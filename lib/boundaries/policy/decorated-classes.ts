import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';
import { applicationModules } from '../../tracing/application-modules.js';

/**
 * The prototypes that have the method `name` of the application's classes with metadata of this key.
 *
 * @param metadataKey of a decorator whose package may not be installed
 * @internal
 */
export function* decoratedClasses(modules: ModulesContainer, metadataKey: string, name: string): Generator<object> {
  for (const { providers } of applicationModules(modules))
    for (const { metatype, instance } of providers.values()) {
      const type = isDecorated(metatype, metadataKey) ? metatype : classOf(instance, metadataKey);
      const owner = type === undefined ? undefined : ownerOf(type, name);
      if (owner !== undefined) yield owner;
    }
}

function isDecorated(type: unknown, metadataKey: string): type is NewableFunction {
  return typeof type === 'function' && !types.isProxy(type) && Reflect.hasMetadata(metadataKey, type);
}

/** The class of a value, or of the instance that a factory made. A proxy's trap would be the application's code. */
function classOf(instance: unknown, metadataKey: string): NewableFunction | undefined {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance)) return undefined;
  const prototype = Object.getPrototypeOf(instance) as object | null;
  if (prototype === null || types.isProxy(prototype)) return undefined;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isDecorated(type, metadataKey) ? type : undefined;
}

function ownerOf({ prototype }: NewableFunction, name: string): object | undefined {
  let owner: unknown = prototype;
  while (typeof owner === 'object' && owner !== null && !types.isProxy(owner)) {
    if (Object.hasOwn(owner, name)) return owner;
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}
