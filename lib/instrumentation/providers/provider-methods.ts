import type { ModulesContainer } from '@nestjs/core';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { givenProviders, providedClasses } from './application-providers.js';
import { Attempts } from './attempts.js';
import { givenClass, givenInstances } from './given-classes.js';
import { LateClasses } from './late-classes.js';
import { MethodPatcher } from './method-patcher.js';

/**
 * The covered methods of an application's providers; none unless `recorder.spans` is `providers`.
 *
 * @internal
 */
export class ProviderMethods {
  /** One error for each class that could not be covered before {@link watch}. */
  readonly failures: unknown[] = [];
  private readonly patcher = new MethodPatcher();
  private readonly isOn: boolean;
  private readonly late = new LateClasses(type => this.cover([type]));
  private readonly covered = new WeakSet();
  private tracer: Tracer | undefined;
  private onFailure: (error: unknown) => void = error => this.failures.push(error);

  constructor(
    { enabled, recorder }: ResolvedOptions,
    private readonly modules: ModulesContainer,
  ) {
    this.isOn = enabled && recorder.spans === 'providers';
    // Runs while Nest instantiates the providers: an error would stop the application's start.
    this.attempt(() => [
      ...[...providedClasses(modules)].filter(({ isController }) => !isController).map(({ type }) => type),
      ...givenClasses(modules),
    ]);
  }

  /** Covers the classes of the instances that factories have made by now. */
  coverGiven(): void {
    this.attempt(() => givenClasses(this.modules));
  }

  /** @param onFailure receives the error of each class that cannot be covered from now on */
  watch(tracer: Tracer, onFailure: (error: unknown) => void): void {
    this.tracer = tracer;
    this.onFailure = onFailure;
    this.patcher.watch(tracer);
    if (this.isOn) this.late.attach(this.modules);
  }

  unwatch(tracer: Tracer): void {
    this.tracer = undefined;
    this.late.detach();
    this.patcher.unwatch(tracer);
  }

  private attempt(find: () => (NewableFunction | undefined)[]): void {
    if (!this.isOn) return;
    try {
      this.cover(find());
    } catch (error) {
      this.onFailure(error);
    }
  }

  private cover(types: readonly (NewableFunction | undefined)[]): void {
    const attempts = new Attempts();
    const fresh = new Set<NewableFunction>();
    for (const type of types)
      attempts.run(() => {
        if (type === undefined || this.covered.has(type) || isSkipped(type)) return;
        this.covered.add(type);
        fresh.add(type);
      });
    for (const error of [...attempts.failures, ...this.patcher.patch(fresh)]) this.onFailure(error);
    if (this.tracer !== undefined) this.patcher.watch(this.tracer);
  }
}

function givenClasses(modules: ModulesContainer): (NewableFunction | undefined)[] {
  return [...givenProviders(modules)].flatMap(givenInstances).map(givenClass);
}
