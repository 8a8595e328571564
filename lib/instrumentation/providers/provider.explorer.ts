import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { providedClasses, type ProvidedClass } from './application-providers.js';
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
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
  ) {}

  explore(): void {
    for (const error of this.methods.failures) this.logger.failure('A provider could not be watched', error);
    for (const provided of providedClasses(this.modules)) {
      try {
        this.addOwner(provided);
      } catch (error) {
        this.logger.failure('A provider could not be watched', error);
      }
    }
    this.methods.watch(this.tracer);
  }

  /** From now on, calls open no spans. */
  leave(): void {
    this.methods.unwatch(this.tracer);
  }

  /** Nest creates request-scoped and transient instances later, so their class is the owner. */
  private addOwner({ wrapper, type }: ProvidedClass): void {
    const isStatic = !wrapper.isTransient && wrapper.isDependencyTreeStatic();
    const owned: unknown = isStatic ? wrapper.instance : type;
    if ((typeof owned !== 'object' && owned !== type) || owned === null || types.isProxy(owned)) return;
    this.tracer.ownership.add(owned);
  }
}
