import type { ModulesContainer } from '@nestjs/core';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { givenProviders, providedClasses } from './application-providers.js';
import { Attempts } from './attempts.js';
import { givenClass, givenInstances } from './given-classes.js';
import { LateClasses } from './late-classes.js';
import { MethodPatcher } from './method-patcher.js';
import { stageClass, stageClasses } from './stage-classes.js';

/**
 * The covered methods of an application's providers and stages; none unless `recorder.spans` is `providers`.
 *
 * @internal
 */
export class ProviderMethods {
  /** One error for each class that could not be covered before {@link watch}. */
  readonly failures: unknown[] = [];
  private readonly patcher = new MethodPatcher();
  private readonly isOn: boolean;
  private readonly late = new LateClasses((type, isStage) => {
    this.cover([type]);
    if (isStage) this.coverStages([type]);
  });
  private readonly covered = new WeakSet();
  private readonly coveredStages = new WeakSet();
  private tracer: Tracer | undefined;
  private onFailure: (error: unknown) => void = error => this.failures.push(error);

  constructor(
    { enabled, recorder }: ResolvedOptions,
    private readonly modules: ModulesContainer,
  ) {
    this.isOn = enabled && recorder.spans === 'providers';
    // Runs while Nest instantiates the providers: an error would stop the application's start.
    this.attempt(() => {
      this.cover([
        ...[...providedClasses(modules)].filter(({ isController }) => !isController).map(({ type }) => type),
        ...givenClasses(modules),
      ]);
      this.coverStages(stageClasses(modules));
    });
  }

  /** Covers the classes of the instances that factories have made by now. */
  coverGiven(): void {
    this.attempt(() => this.cover(givenClasses(this.modules)));
  }

  /** Covers the classes of global guards, pipes, interceptors and filters. */
  coverGlobalStages(instances: readonly unknown[]): void {
    this.attempt(() => this.coverStages(instances.map(stageClass)));
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

  private attempt(step: () => void): void {
    if (!this.isOn) return;
    try {
      step();
    } catch (error) {
      this.onFailure(error);
    }
  }

  private cover(types: Iterable<NewableFunction | undefined>): void {
    this.patch(types, this.covered, false);
  }

  /** Their other methods are those of providers. */
  private coverStages(types: Iterable<NewableFunction | undefined>): void {
    const stages = [...types];
    this.cover(stages);
    this.patch(stages, this.coveredStages, true);
  }

  private patch(types: Iterable<NewableFunction | undefined>, known: WeakSet<object>, isStage: boolean): void {
    const attempts = new Attempts();
    const fresh = new Set<NewableFunction>();
    for (const type of types)
      attempts.run(() => {
        if (type === undefined || known.has(type) || isSkipped(type)) return;
        known.add(type);
        fresh.add(type);
      });
    if (attempts.failures.length === 0 && fresh.size === 0) return;
    for (const error of [...attempts.failures, ...this.patcher.patch(fresh, isStage)]) this.onFailure(error);
    if (this.tracer !== undefined) this.patcher.watch(this.tracer);
  }
}

function givenClasses(modules: ModulesContainer): (NewableFunction | undefined)[] {
  return [...givenProviders(modules)].flatMap(givenInstances).map(givenClass);
}
