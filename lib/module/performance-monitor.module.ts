import { Module, type DynamicModule, type NestModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PerformanceMonitorConfigError } from '../options/config.error.js';
import { GivenOptions } from '../options/given-options.js';
import type { PerformanceMonitorAsyncOptions } from './async-options.interface.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import { PerformanceMonitorLifecycle } from './performance-monitor.lifecycle.js';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './performance-monitor.module-definition.js';
import { providers } from './performance-monitor.providers.js';
import { PerformanceMonitorHealthIndicator } from './performance-monitor.health.js';
import { PerformanceMonitorService } from './performance-monitor.service.js';
import { withStatusPage } from '../status/status-page.extra.js';
import type { StatusPageExtra } from '../status/status-page-options.interface.js';

type AsyncOptions = Parameters<typeof ConfigurableModuleClass.forRootAsync>[0];

const FORMS = ['useFactory', 'useClass', 'useExisting'] as const;

/**
 * Watches every request of the application and every method with `@Profile()`, and reports why one was slow.
 *
 * Import it once, in the root module: it is global. With several imports the first is in force, and a warning is logged.
 *
 * @example
 * @Module({ imports: [PerformanceMonitorModule.forRoot({ threshold: '800ms' })] })
 * export class AppModule {}
 *
 * @publicApi
 */
@Module({})
export class PerformanceMonitorModule extends ConfigurableModuleClass implements NestModule {
  /**
   * @param lifecycle absent in a preview of the application, for which Nest makes no providers
   * @internal
   */
  constructor(private readonly lifecycle?: PerformanceMonitorLifecycle) {
    super();
  }

  /**
   * Registers the module with these options. The environment and the configuration file complete them.
   *
   * @param options all are optional; `statusPage` is given here, and neither in a file nor in the environment
   * @throws PerformanceMonitorConfigError when the application starts, with a list of all invalid settings
   */
  static override forRoot(options: PerformanceMonitorOptions & StatusPageExtra = {}): DynamicModule {
    const { statusPage, isPresent } = statusPageOf(options);
    const definition = withStatusPage(super.forRoot(options), statusPage);
    return complete(definition, isPresent);
  }

  /**
   * Registers the module with options that a provider makes.
   *
   * @param options exactly one of `useFactory`, `useClass` and `useExisting`, and beside it `statusPage`
   * @throws PerformanceMonitorConfigError at once when there is none of them or several, and when the application starts,
   *   as `forRoot()` does
   * @example
   * PerformanceMonitorModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ threshold: config.get('SLOW_AFTER') }),
   * })
   */
  static override forRootAsync(options: PerformanceMonitorAsyncOptions & StatusPageExtra): DynamicModule {
    const given = FORMS.filter(form => options?.[form] !== undefined);
    if (given.length !== 1) {
      throw new PerformanceMonitorConfigError([
        `forRootAsync() needs exactly one of ${FORMS.join(', ')}, but got ${given.length === 0 ? 'none' : given.join(' and ')}`,
      ]);
    }
    return complete(withStatusPage(super.forRootAsync(options as AsyncOptions), options.statusPage), false);
  }

  /**
   * Nest calls it when gateways are bound and routes are not.
   *
   * @internal
   */
  configure(): void {
    this.lifecycle?.beforeRoutes();
  }
}

/** @param hasStatusPage the object of options has that member, which is none of the settings */
function complete(base: DynamicModule, hasStatusPage: boolean): DynamicModule {
  return {
    ...base,
    global: true,
    imports: [...(base.imports ?? []), DiscoveryModule],
    providers: [...(base.providers ?? []).map(each => withOwnObject(each, hasStatusPage)), ...providers],
    exports: [PerformanceMonitorService, PerformanceMonitorHealthIndicator],
  };
}

function withOwnObject(provider: Provider, hasStatusPage: boolean): Provider {
  if (typeof provider === 'function' || provider.provide !== MODULE_OPTIONS_TOKEN) return provider;
  if ('useValue' in provider) return { ...provider, useValue: new GivenOptions(provider.useValue, hasStatusPage) };
  if (!('useFactory' in provider)) return provider;
  const make: (...args: unknown[]) => unknown = provider.useFactory;
  return { ...provider, useFactory: async (...args: unknown[]) => new GivenOptions(await make(...args)) };
}

/** Options that are no object, or throw when they are read, are faults of the start. */
function statusPageOf(options: unknown): StatusPageExtra & { readonly isPresent: boolean } {
  if (typeof options !== 'object' || options === null) return { isPresent: false };
  try {
    const { statusPage } = options as StatusPageExtra;
    return { statusPage, isPresent: Object.hasOwn(options, 'statusPage') };
  } catch {
    return { isPresent: false };
  }
}
