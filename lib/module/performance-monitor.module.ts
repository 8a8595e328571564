import { Module, type DynamicModule, type NestModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PerformanceMonitorConfigError } from '../options/config.error.js';
import { GivenOptions } from '../options/given-options.js';
import type { PerformanceMonitorAsyncOptions } from './async-options.interface.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import { PerformanceMonitorLifecycle } from './performance-monitor.lifecycle.js';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './performance-monitor.module-definition.js';
import { providers } from './performance-monitor.providers.js';
import { PerformanceMonitorService } from './performance-monitor.service.js';

type AsyncOptions = Parameters<typeof ConfigurableModuleClass.forRootAsync>[0];

const FORMS = ['useFactory', 'useClass', 'useExisting'] as const;

/**
 * Watches every request of the application and every `@Profile()`d method, and reports why one was slow.
 * Import it once, in the root module: it is global. Of several imports the first is in force, and a warning says so.
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
   * Nest makes no providers for a preview of the application.
   *
   * @internal
   */
  constructor(private readonly lifecycle?: PerformanceMonitorLifecycle) {
    super();
  }

  /**
   * Takes the options that are known where the module is imported; environment and file add what they leave out.
   *
   * @param options everything has a default
   * @throws PerformanceMonitorConfigError when the application starts, listing every wrong setting
   */
  static override forRoot(options: PerformanceMonitorOptions = {}): DynamicModule {
    return complete(super.forRoot(options));
  }

  /**
   * The same with options that have to be asked for.
   *
   * @param options exactly one of `useFactory`, `useClass` and `useExisting`
   * @throws PerformanceMonitorConfigError at once when it is none of these or several; as `forRoot()` does for what they
   *   give
   * @example
   * PerformanceMonitorModule.forRootAsync({
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ threshold: config.get('SLOW_AFTER') }),
   * })
   */
  static override forRootAsync(options: PerformanceMonitorAsyncOptions): DynamicModule {
    const given = FORMS.filter(form => options?.[form] !== undefined);
    if (given.length !== 1) {
      throw new PerformanceMonitorConfigError([
        `forRootAsync() needs exactly one of ${FORMS.join(', ')}, but got ${given.length === 0 ? 'none' : given.join(' and ')}`,
      ]);
    }
    return complete(super.forRootAsync(options as AsyncOptions));
  }

  /**
   * Nest calls it after gateways were bound, and before routes are made.
   *
   * @internal
   */
  configure(): void {
    this.lifecycle?.beforeRoutes();
  }
}

function complete(base: DynamicModule): DynamicModule {
  return {
    ...base,
    global: true,
    imports: [...(base.imports ?? []), DiscoveryModule],
    providers: [...(base.providers ?? []).map(withOwnObject), ...providers],
    exports: [PerformanceMonitorService],
  };
}

function withOwnObject(provider: Provider): Provider {
  if (typeof provider === 'function' || provider.provide !== MODULE_OPTIONS_TOKEN) return provider;
  if ('useValue' in provider) return { ...provider, useValue: new GivenOptions(provider.useValue) };
  if (!('useFactory' in provider)) return provider;
  const make: (...args: unknown[]) => unknown = provider.useFactory;
  return { ...provider, useFactory: async (...args: unknown[]) => new GivenOptions(await make(...args)) };
}
