import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';

/** Metadata key of `@Processor()` of `@nestjs/bullmq`, whose package may not be installed. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/** The method of a processor that BullMQ calls for each job. @internal */
export const PROCESS = 'process';

/** The prototypes that have the `process()` of the application's processors. @internal */
export function* processors(modules: ModulesContainer): Generator<object> {
  for (const { providers } of modules.values())
    for (const { metatype, instance } of providers.values()) {
      const type = isClass(metatype) ? metatype : classOf(instance);
      const owner = type === undefined ? undefined : ownerOf(type);
      if (owner !== undefined) yield owner;
    }
}

function isClass(type: unknown): type is NewableFunction {
  return typeof type === 'function' && !types.isProxy(type) && Reflect.hasMetadata(PROCESSOR_METADATA, type);
}

/** The class of a value, or of the instance that a factory made. A proxy's trap would be the application's code. */
function classOf(instance: unknown): NewableFunction | undefined {
  if (typeof instance !== 'object' || instance === null || types.isProxy(instance)) return undefined;
  const prototype = Object.getPrototypeOf(instance) as object | null;
  if (prototype === null || types.isProxy(prototype)) return undefined;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isClass(type) ? type : undefined;
}

function ownerOf({ prototype }: NewableFunction): object | undefined {
  let owner: unknown = prototype;
  while (typeof owner === 'object' && owner !== null && !types.isProxy(owner)) {
    if (Object.hasOwn(owner, PROCESS)) return owner;
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}
