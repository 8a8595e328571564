import { registerConfig, type ConfigRegistration } from './config-registration.js';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import { markEnvironment, type EnvironmentMark } from './sources/environment-mark.js';
import { readEnvironment } from './sources/environment.source.js';
import { isSwitch, optionList } from './sources/option-tree.js';
import { assemble } from './sources/settings.js';

/**
 * The `WPM_*` variables as a configuration of `@nestjs/config`, under the name `performanceMonitor`. The first example
 * works without that package, too.
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
  ConfigRegistration<PerformanceMonitorOptions> = registerConfig(
  'performanceMonitor',
  (): PerformanceMonitorOptions => {
    const { values } = readEnvironment(process.env);
    const options = assemble(values);
    const mark: [string, { value: unknown; variable: string | undefined }][] = [];
    for (const node of optionList) {
      const origin = values.get(node.path)?.origin;
      const variable = origin?.from === 'environment' ? origin.variable : undefined;
      const value = node.path.split('.').reduce<unknown>((inner, key) => memberOf(inner, key), options);
      if (variable !== undefined || (isSwitch(node) && value !== undefined))
        mark.push([node.path, { value, variable }]);
    }
    return markEnvironment(options, new Map(mark) as EnvironmentMark);
  },
);

function memberOf(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[key] : undefined;
}
