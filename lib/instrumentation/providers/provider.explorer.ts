import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { givenProviders, providedClasses, type ProvidedClass } from './application-providers.js';
import { givenClass, givenInstances } from './given-classes.js';
import { GlobalStages } from './global-stages.js';
import { ProviderMethods } from './provider-methods.js';
import { TracerService } from '../../tracing/tracer.service.js';

/**
 * Finds the application's providers and controllers, and opens spans for calls of their methods while the application
 * runs. Instances keep their identity and their properties.
 *
 * @internal
 */
@Injectable()
export class ProviderExplorer {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly methods: ProviderMethods,
    private readonly globals: GlobalStages,
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
  ) {}

  /** Call it before Nest builds a pipeline. */
  findGlobalStages(): void {
    this.globals.find();
  }

  /** Factories have made their instances, and no `onModuleInit()` of the application has run. */
  coverInstances(): void {
    this.methods.coverGiven();
  }

  explore(): void {
    this.globals.leave();
    for (const error of this.methods.failures.splice(0)) this.fail(error);
    for (const provided of providedClasses(this.modules)) this.attempt(() => this.addOwner(provided));
    for (const given of givenProviders(this.modules))
      this.attempt(() => {
        for (const instance of givenInstances(given))
          if (givenClass(instance) !== undefined) this.tracer.ownership.add(instance as object);
      });
    this.methods.watch(this.tracer, error => this.fail(error));
  }

  /** From now on, calls open no spans. */
  leave(): void {
    this.globals.leave();
    this.methods.unwatch(this.tracer);
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.logger.failure('A provider could not be watched', error);
  }

  /** Nest creates request-scoped and transient instances later, so their class is the owner. */
  private addOwner({ wrapper, type }: ProvidedClass): void {
    const isStatic = !wrapper.isTransient && wrapper.isDependencyTreeStatic();
    const owned: unknown = isStatic ? wrapper.instance : type;
    if ((typeof owned !== 'object' && owned !== type) || owned === null || types.isProxy(owned)) return;
    this.tracer.ownership.add(owned);
  }
}
