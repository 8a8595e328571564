import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { providedClasses, type ProvidedClass } from './application-providers.js';
import { ProviderMethods } from './provider-methods.js';
import { TracerService } from '../../tracing/tracer.service.js';

/**
 * Finds what the application's providers and controllers are, and has spans made of their methods' calls, for as long as
 * the application runs. Instances keep their identity, and their properties.
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
        this.own(provided);
      } catch (error) {
        this.logger.failure('A provider could not be watched', error);
      }
    }
    this.methods.watch(this.tracer);
  }

  /** Calls pass through from now on. */
  leave(): void {
    this.methods.unwatch(this.tracer);
  }

  /** Request-scoped and transient instances are made later: they are known by their class. */
  private own({ wrapper, type }: ProvidedClass): void {
    const isStatic = !wrapper.isTransient && wrapper.isDependencyTreeStatic();
    const owned: unknown = isStatic ? wrapper.instance : type;
    if ((typeof owned !== 'object' && owned !== type) || owned === null || types.isProxy(owned)) return;
    this.tracer.ownership.add(owned);
  }
}
