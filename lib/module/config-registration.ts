import { Module, type DynamicModule } from '@nestjs/common';

/** The members that `registerAs()` of `@nestjs/config` adds to a factory. @publicApi */
export interface ConfigRegistration<T> {
  /** Injects the configuration: `@Inject(performanceMonitorConfig.KEY)`. */
  readonly KEY: string;

  /** The configuration as options of a `forRootAsync()`. */
  asProvider(): { imports: [DynamicModule]; useFactory: (config: T) => T; inject: [string] };
}

/** Property of a factory: the name under which the `ConfigService` finds its configuration. */
const NAME = 'PARTIAL_CONFIGURATION_KEY';

/** Injection token of the object that the `ConfigService` reads. A global provider, if the application has the package. */
const CONFIG_HOST = 'CONFIGURATION_TOKEN';

class ConfigurationModule {}
Module({})(ConfigurationModule);

/**
 * Replaces `registerAs()` of `@nestjs/config`, with the same names. Applications without that package need not install it,
 * and bundled ones keep their only copy.
 *
 * @internal
 */
export function registerConfig<T extends object>(name: string, factory: () => T): (() => T) & ConfigRegistration<T> {
  const key = `CONFIGURATION(${name})`;
  const registered = (): DynamicModule => ({
    module: ConfigurationModule,
    providers: [
      { provide: key, useFactory: factory },
      {
        provide: `LOADED ${key}`,
        useFactory: (config: T, host?: Record<string, unknown>): T => {
          if (host !== undefined) host[name] = config;
          return config;
        },
        inject: [key, { token: CONFIG_HOST, optional: true }],
      },
    ],
    exports: [key],
  });
  const registration: ConfigRegistration<T> = {
    KEY: key,
    asProvider: () => ({ imports: [registered()], useFactory: config => config, inject: [key] }),
  };
  Object.defineProperty(factory, NAME, { value: name });
  for (const [property, value] of Object.entries(registration)) Object.defineProperty(factory, property, { value });
  return factory as (() => T) & ConfigRegistration<T>;
}
