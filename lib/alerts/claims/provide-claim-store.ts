import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ClaimStore } from './claim-store.interface.js';
import { claimStoreOf, embeddedCache } from './claim-store-of.js';
import { MemoryClaimStore } from './memory-claim-store.js';

/**
 * The claim store for the options: the application's cache, else files in the output directory, else the memory of this
 * process.
 *
 * @internal
 */
export function provideClaimStore(
  { enabled, cache, localFile }: Pick<ResolvedOptions, 'enabled' | 'cache' | 'localFile'>,
  logger: MonitorLogger,
): ClaimStore {
  const chosen = cache ?? (localFile === false ? undefined : embeddedCache(localFile.outputDir));
  return enabled && chosen !== undefined
    ? claimStoreOf(chosen, message => logger.warn(message))
    : new MemoryClaimStore();
}
