import { types } from 'node:util';
import type { ModulesContainer } from '@nestjs/core';
import { isNestStage } from '../stages/stage-methods.js';
import { applicationModules } from '../../tracing/application-modules.js';
import { providedClasses } from './application-providers.js';
import { prototypesOf } from './coverable-methods.js';
import { givenClass } from './given-classes.js';

/** Metadata keys of `@UseGuards()`, `@UseInterceptors()`, `@UsePipes()` and `@UseFilters()`, on classes and methods. */
const DECORATED = ['__guards__', '__interceptors__', '__pipes__', '__exceptionFilters__'];

/** Metadata key of a method's parameters, on the class. `@Body(new ParsePipe())` has its pipe there. */
const PARAMETERS = '__routeArguments__';

/**
 * The classes that Nest instantiates as stages for the application's controllers, gateways and resolvers, and those whose
 * instances decorators contain: `@UseGuards(new RolesGuard())`.
 *
 * @internal
 */
export function* stageClasses(modules: ModulesContainer): Generator<NewableFunction> {
  for (const { injectables } of applicationModules(modules))
    for (const { metatype, isNotMetatype, isAlias, inject } of injectables.values()) {
      const type = isAlias === true ? inject?.[0] : isNotMetatype === true ? undefined : metatype;
      if (typeof type === 'function') yield type;
    }
  for (const { type } of providedClasses(modules))
    for (const stage of readableStages(type)) {
      const found = stageClass(stage);
      if (found !== undefined) yield found;
    }
}

/** None when a proxy among the base classes throws: that class has been reported as one without spans. */
function readableStages(type: NewableFunction): readonly unknown[] {
  try {
    return types.isProxy(type) ? [] : [...decoratedStages(type)];
  } catch {
    return [];
  }
}

/** The class of a stage that was given as an instance, or is itself a class. @internal */
export function stageClass(stage: unknown): NewableFunction | undefined {
  if (typeof stage === 'function') return types.isProxy(stage) ? undefined : stage;
  if (typeof stage !== 'object' || stage === null || types.isProxy(stage)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(stage);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return undefined;
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isNestStage(type) ? (type as NewableFunction) : givenClass(stage);
}

/** The classes and instances that the decorators of a class and of its methods contain. */
function* decoratedStages(type: NewableFunction): Generator<unknown> {
  yield* usedBy(type);
  for (const prototype of prototypesOf(type))
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (key === 'constructor' || typeof value !== 'function' || types.isProxy(value)) continue;
      yield* usedBy(value);
      for (const parameter of Object.values(Object(Reflect.getMetadata(PARAMETERS, type, key)) as object))
        yield* listed((parameter as { readonly pipes?: unknown } | null)?.pipes);
    }
}

function* usedBy(target: object): Generator<unknown> {
  for (const key of DECORATED) yield* listed(Reflect.getMetadata(key, target));
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
