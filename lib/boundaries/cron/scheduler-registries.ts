import type { ModulesContainer } from '@nestjs/core';
import { applicationModules } from '../../tracing/application-modules.js';
import { isScheduleRegistry, type ScheduleRegistry } from './scheduled-job.interface.js';

/** A registry, and the question which of its jobs the application has added. @internal */
export interface FoundRegistry {
  readonly registry: ScheduleRegistry;
  /** False for the job of a decorator. */
  isAdded(name: unknown, job: unknown): boolean;
}

/**
 * The registries of `@nestjs/schedule` in an application. They are found by the names of their classes: an import would load the
 * package into an application without it.
 *
 * @internal
 */
export function schedulerRegistries(modules: ModulesContainer): FoundRegistry[] {
  return applicationModules(modules).flatMap(({ providers }) => {
    const named = (name: string): unknown =>
      [...providers].find(([token]) => typeof token === 'function' && token.name === name)?.[1].instance;
    const registry = named('SchedulerRegistry');
    if (!isScheduleRegistry(registry)) return [];
    const orchestrator = named('SchedulerOrchestrator');
    return [{ registry, isAdded: (name, job) => isAddedBeside(orchestrator, name, job) }];
  });
}

/**
 * The orchestrator lists the jobs of decorators before it adds them to the registry. An application may delete one, and add
 * its own with the same name.
 */
function isAddedBeside(orchestrator: unknown, name: unknown, job: unknown): boolean {
  const decorated: unknown = (orchestrator as { readonly cronJobs?: unknown } | undefined)?.cronJobs;
  if (typeof decorated !== 'object' || decorated === null) return true;
  const own = Object.getOwnPropertyDescriptor(decorated, String(name))?.value as { readonly ref?: unknown } | undefined;
  return own === undefined || (own.ref !== undefined && own.ref !== job);
}
