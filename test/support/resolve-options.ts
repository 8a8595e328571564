import type { PerformanceMonitorOptions } from '../../lib/options/performance-monitor-options.interface.js';
import { resolveSettings } from '../../lib/options/resolve-settings.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.interface.js';

/**
 * The options that code alone makes, without environment and file.
 *
 * @throws PerformanceMonitorConfigError that lists every fault, not only the first
 */
export function resolveOptions(options: PerformanceMonitorOptions | undefined): ResolvedOptions {
  return resolveSettings(options, {}).options;
}
