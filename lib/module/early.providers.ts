import { ModuleRef, ModulesContainer } from '@nestjs/core';
import type { FactoryProvider, Provider } from '@nestjs/common';
import { ProviderMethods } from '../instrumentation/providers/provider-methods.js';
import type { GivenOptions } from '../options/given-options.js';
import { LiveSettings } from '../options/live-settings.js';
import { resolveSettings } from '../options/resolve-settings.js';
import { optionCatalog } from './option-catalog.js';
import { MODULE_OPTIONS_TOKEN } from './performance-monitor.module-definition.js';

/**
 * Asks for nothing that another provider has to make. So Nest makes it before every instance that is given another one,
 * wherever the module is imported, and a constructor that takes a reference to another provider's method finds the
 * covered one. With `forRootAsync()` it is later by what the options wait for.
 */
class Early {
  readonly settings: LiveSettings;
  readonly methods: ProviderMethods;

  constructor({ value }: GivenOptions, modules: ModulesContainer) {
    this.settings = new LiveSettings(resolveSettings(optionCatalog, value));
    this.methods = new ProviderMethods(this.settings.live.current, modules);
  }
}

const early: FactoryProvider<Early> = {
  provide: Early,
  // Injecting the container of modules would take Nest longer: it is not in this module.
  useFactory: (options: GivenOptions, ref: ModuleRef) =>
    new Early(options, ref.get(ModulesContainer, { strict: false })),
  inject: [MODULE_OPTIONS_TOKEN, ModuleRef],
};

/** What has to be there before the application's providers are. @internal */
export const earlyProviders: Provider[] = [
  early,
  { provide: LiveSettings, useFactory: ({ settings }: Early) => settings, inject: [Early] },
  { provide: ProviderMethods, useFactory: ({ methods }: Early) => methods, inject: [Early] },
];
