import * as nestCommon from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import * as nestCore from '@nestjs/core';
import { ModulesContainer } from '@nestjs/core';
import { types } from 'node:util';
import { isSkipped } from '../decorators/skip-monitoring.decorator.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../performance-monitor.constants.js';
import { MonitorLogger } from '../performance-monitor.logger.js';
import { MethodPatcher } from './method-patcher.js';
import { TracerService } from './tracer.service.js';

/** Nest's own classes: what they wait for is the application's doing, and shows without them. */
const NEST_OWN = new Set<unknown>([...Object.values(nestCommon), ...Object.values(nestCore)]);

/** The part of Nest's instance wrapper that is read here. */
interface ProviderWrapper {
  readonly metatype: unknown;
  readonly instance: unknown;
  readonly isAlias?: boolean;
  readonly isNotMetatype?: boolean;
  readonly isTransient: boolean;
  isDependencyTreeStatic(): boolean;
}

/**
 * Finds the application's providers and makes spans of their async methods. Of a singleton, the instance's methods are
 * replaced; request-scoped and transient instances are made later, so that their class's are. Instances keep their
 * identity, and everything is put back when the application closes.
 *
 * @internal
 */
@Injectable()
export class ProviderExplorer {
  private readonly patcher: MethodPatcher;

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly modules: ModulesContainer,
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
  ) {
    this.patcher = new MethodPatcher(tracer);
  }

  /** Passes over the modules of ours, which must not be watched. */
  explore(): void {
    const seen = new Set<unknown>();
    for (const module of this.modules.values()) {
      if (
        module.providers.has(RESOLVED_OPTIONS) ||
        NEST_OWN.has(module.metatype) ||
        module.metatype.name === 'InternalCoreModule'
      )
        continue;
      for (const wrapper of [...module.providers.values(), ...module.injectables.values()])
        this.visit(wrapper, seen, true);
      for (const wrapper of module.controllers.values()) this.visit(wrapper, seen, false);
    }
  }

  restore(): void {
    this.patcher.restore();
  }

  private visit(wrapper: ProviderWrapper, seen: Set<unknown>, patch: boolean): void {
    const { metatype, isAlias, isNotMetatype } = wrapper;
    if (isAlias === true || isNotMetatype === true || typeof metatype !== 'function' || NEST_OWN.has(metatype)) return;
    try {
      const isStatic = !wrapper.isTransient && wrapper.isDependencyTreeStatic();
      const target: unknown = isStatic ? wrapper.instance : metatype.prototype;
      if (typeof target !== 'object' || target === null || types.isProxy(target) || seen.has(target)) return;
      seen.add(target);
      this.tracer.ownership.add(isStatic ? target : metatype);
      if (patch && this.options.recorder.spans === 'providers' && !isSkipped(metatype))
        this.patcher.patch(target, metatype.name);
    } catch (error) {
      this.logger.failure('A provider could not be watched', error);
    }
  }
}
