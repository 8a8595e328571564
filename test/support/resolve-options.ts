import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';
import { resolveSettings } from './resolve-settings.js';
import type { ResolvedOptions } from './resolved-options.interface.js';

/**
 * The options that code alone makes, without environment and file.
 *
 * @throws PerformanceMonitorConfigError that lists every fault, not only the first
 * @internal
 */
export function resolveOptions(options: PerformanceMonitorOptions | undefined): ResolvedOptions {
  return resolveSettings(options, {}).options;
}
