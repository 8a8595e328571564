import type { PerformanceMonitorOptions } from '../../lib/module/performance-monitor-options.interface.js';
import { optionCatalog } from '../../lib/module/monitor-options.catalog.js';
import { resolveSettings } from '../../lib/options/resolve-settings.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.interface.js';

/**
 * Resolves options given in code, without environment and file.
 *
 * @throws PerformanceMonitorConfigError that lists all faults
 */
export function resolveOptions(options: PerformanceMonitorOptions | undefined): ResolvedOptions {
  return resolveSettings(optionCatalog, options, {}).options;
}
