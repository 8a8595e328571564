import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { MonitorLogger } from '../../performance-monitor.logger.js';
import type { ClaimStore } from './claim-store.interface.js';
import { claimStoreOf, embeddedCache } from './claim-store-of.js';
import { MemoryClaimStore } from './memory-claim-store.js';

/**
 * The store of claims that the options ask for: the application's cache, or the embedded one. A module that is switched
 * off opens none.
 *
 * @throws PerformanceMonitorConfigError
 * @internal
 */
export function provideClaimStore(
  { enabled, cache, localFile }: Pick<ResolvedOptions, 'enabled' | 'cache' | 'localFile'>,
  logger: MonitorLogger,
): ClaimStore {
  if (!enabled) return new MemoryClaimStore();
  const directory = localFile === false ? join(tmpdir(), 'performance-reports') : localFile.outputDir;
  return claimStoreOf(cache ?? embeddedCache(directory), message => logger.warn(message));
}
