import type { z } from 'zod';
import { environmentOptions } from '../options/environment-options.js';
import { environmentSchemaOf } from '../options/environment-schema.js';
import { registerConfig, type ConfigRegistration } from './config-registration.js';
import { optionCatalog } from './monitor-options.catalog.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';

/**
 * The `WPM_*` variables as a configuration of `@nestjs/config`, with the name `performanceMonitor`. The first example also
 * works without that package.
 *
 * @example
 * PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider())
 *
 * @example
 * ConfigModule.forRoot({ load: [performanceMonitorConfig] })
 * // …
 * config.get('performanceMonitor.threshold')
 *
 * @publicApi
 */
export const performanceMonitorConfig: (() => PerformanceMonitorOptions) &
  ConfigRegistration<PerformanceMonitorOptions> = registerConfig('performanceMonitor', (): PerformanceMonitorOptions =>
  environmentOptions(optionCatalog, process.env),
);

/**
 * Checks the `WPM_*` variables, and passes all variables unchanged. A Standard Schema, for applications that let
 * `@nestjs/config` 12 check the whole environment. The module checks its variables in any case.
 *
 * @example
 * ConfigModule.forRoot({ validationSchema: performanceMonitorEnvironmentSchema })
 *
 * @publicApi
 */
export const performanceMonitorEnvironmentSchema: z.ZodType<Record<string, unknown>> =
  environmentSchemaOf(optionCatalog);
