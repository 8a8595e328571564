import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';

/**
 * The interface of a class for `forRootAsync({ useClass })` or `useExisting`.
 *
 * @example
 * @Injectable()
 * export class MonitorSettings implements PerformanceMonitorOptionsFactory {
 *   constructor(private readonly config: ConfigService) {}
 *   createPerformanceMonitorOptions(): PerformanceMonitorOptions {
 *     return { threshold: this.config.get('SLOW_REQUEST', '1s') };
 *   }
 * }
 *
 * @publicApi
 */
export interface PerformanceMonitorOptionsFactory {
  /**
   * Returns the options. Called once, and the start of the application waits for the result. They have precedence over
   * environment and file, which complete them.
   *
   * @throws any error, synchronously or by rejecting: the application does not start
   */
  createPerformanceMonitorOptions(): PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>;
}

/**
 * Options of `forRootAsync()`: exactly one of `useFactory`, `useClass` and `useExisting`. `imports` lists the modules that
 * export the providers that it injects, unless these modules are global.
 *
 * @example
 * PerformanceMonitorModule.forRootAsync({ imports: [SettingsModule], useExisting: MonitorSettings })
 *
 * @publicApi
 */
export interface PerformanceMonitorAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  /**
   * The arguments of `useFactory`, in this order.
   *
   * @default []
   */
  inject?: (InjectionToken | OptionalFactoryDependency)[] | undefined;

  /** A function that returns the options or a promise of them. Called once, with the providers of `inject`. */
  useFactory?: ((...args: never[]) => PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>) | undefined;

  /** A class that the module instantiates, and that creates the options. */
  useClass?: Type<PerformanceMonitorOptionsFactory> | undefined;

  /** An existing provider that creates the options, in one of `imports` or global. */
  useExisting?: Type<PerformanceMonitorOptionsFactory> | undefined;
}
