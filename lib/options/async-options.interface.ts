import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';

/**
 * What a class passed to `forRootAsync({ useClass })` or `useExisting` implements.
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
   * Gives the options: called once, while the application starts, which waits for it. They have precedence over
   * environment and file; what they leave out is taken from there.
   *
   * @throws anything, at once or by rejecting: the application does not start
   */
  createPerformanceMonitorOptions(): PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>;
}

/**
 * Options of `forRootAsync()`: exactly one of `useFactory`, `useClass` and `useExisting`. `imports` are the modules
 * whose exported providers these need, unless they are global.
 *
 * @example
 * PerformanceMonitorModule.forRootAsync({ imports: [SettingsModule], useExisting: MonitorSettings })
 *
 * @publicApi
 */
export interface PerformanceMonitorAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  /**
   * What `useFactory` is called with, in this order.
   *
   * @default []
   */
  inject?: (InjectionToken | OptionalFactoryDependency)[] | undefined;

  /** A function that gives the options, at once or by a promise: called once, with what `inject` names. */
  useFactory?: ((...args: never[]) => PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>) | undefined;

  /** A class of which an instance is made, to be asked for the options. */
  useClass?: Type<PerformanceMonitorOptionsFactory> | undefined;

  /** A provider that is there already, in one of `imports` or globally, to be asked for the options. */
  useExisting?: Type<PerformanceMonitorOptionsFactory> | undefined;
}
