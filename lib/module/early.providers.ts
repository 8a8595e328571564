import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { FactoryProvider, Provider } from '@nestjs/common';
import { ProviderMethods } from '../instrumentation/providers/provider-methods.js';
import type { GivenOptions } from '../options/given-options.js';
import { LiveSettings } from '../options/live-settings.js';
import { resolveSettings } from '../options/resolve-settings.js';
import { EarlySampling } from '../recorder/sampling/early-sampling.js';
import { loopRefusal } from '../recorder/loop-refusal.js';
import { optionCatalog } from './monitor-options.catalog.js';
import { MODULE_OPTIONS_TOKEN } from './performance-monitor.module-definition.js';

/**
 * Depends on no other instance, so Nest makes it before all instances that do, wherever the module is imported. A
 * constructor that stores a reference to another provider's method then finds the covered one, and the sampler runs when
 * code of providers becomes hot. With `forRootAsync()` it is
 * made when the options are there.
 */
class Early {
  readonly settings: LiveSettings;
  readonly methods: ProviderMethods;
  readonly sampling = new EarlySampling();

  constructor({ value, hasStatusPage }: GivenOptions, modules: ModulesContainer) {
    this.settings = new LiveSettings(
      resolveSettings(optionCatalog, value, process.env, hasStatusPage ? ['statusPage'] : []),
    );
    const options = this.settings.live.current;
    this.methods = new ProviderMethods(options, modules);
    if (loopRefusal(process.versions) === undefined) this.sampling.start(options);
  }
}

const early: FactoryProvider<Early> = {
  provide: Early,
  // Nest would make this later if it injected the container of modules, which is not in this module.
  useFactory: (options: GivenOptions, ref: ModuleRef) =>
    new Early(options, ref.get(ModulesContainer, { strict: false })),
  inject: [MODULE_OPTIONS_TOKEN, ModuleRef],
};

/** Providers that must exist before those of the application. @internal */
export const earlyProviders: Provider[] = [
  early,
  { provide: LiveSettings, useFactory: ({ settings }: Early) => settings, inject: [Early] },
  { provide: ProviderMethods, useFactory: ({ methods }: Early) => methods, inject: [Early] },
  { provide: EarlySampling, useFactory: ({ sampling }: Early) => sampling, inject: [Early] },
];
