import type { PerformanceMonitorOptions } from '../../lib/options/performance-monitor-options.interface.js';
import { resolveSettings } from '../../lib/options/resolve-settings.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.interface.js';

/**
 * Resolves options given in code, without environment and file.
 *
 * @throws PerformanceMonitorConfigError that lists all faults
 */
export function resolveOptions(options: PerformanceMonitorOptions | undefined): ResolvedOptions {
  return resolveSettings(options, {}).options;
}
