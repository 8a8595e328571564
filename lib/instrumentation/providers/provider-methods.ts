import type { ModulesContainer } from '@nestjs/core';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { providedClasses } from './application-providers.js';
import { Attempts } from './attempts.js';
import { MethodPatcher } from './method-patcher.js';

/**
 * The covered methods of an application's providers; none unless `recorder.spans` is `providers`.
 *
 * @internal
 */
export class ProviderMethods {
  /** One error for each class that could not be covered. */
  readonly failures: readonly unknown[];
  private readonly patcher = new MethodPatcher();

  constructor({ enabled, recorder }: ResolvedOptions, modules: ModulesContainer) {
    const types = new Set<NewableFunction>();
    const attempts = new Attempts();
    // Runs while Nest instantiates the providers: an error would stop the application's start.
    attempts.run(() => {
      if (!enabled || recorder.spans !== 'providers') return;
      for (const { type, isController } of providedClasses(modules))
        attempts.run(() => {
          if (!isController && !isSkipped(type)) types.add(type);
        });
    });
    this.failures = [...attempts.failures, ...this.patcher.patch(types)];
  }

  watch(tracer: Tracer): void {
    this.patcher.watch(tracer);
  }

  unwatch(tracer: Tracer): void {
    this.patcher.unwatch(tracer);
  }
}
