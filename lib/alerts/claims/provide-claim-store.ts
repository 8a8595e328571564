import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { ClaimStore } from './claim-store.interface.js';
import { claimStoreOf, embeddedCache } from './claim-store-of.js';
import { MemoryClaimStore } from './memory-claim-store.js';

/**
 * The store of claims that the options ask for: the application's cache, or files in the output directory. Without
 * either, what was alerted is remembered for as long as the process lives.
 *
 * @internal
 */
export function provideClaimStore(
  { enabled, cache, localFile }: Pick<ResolvedOptions, 'enabled' | 'cache' | 'localFile'>,
  logger: MonitorLogger,
): ClaimStore {
  const held = cache ?? (localFile === false ? undefined : embeddedCache(localFile.outputDir));
  return enabled && held !== undefined ? claimStoreOf(held, message => logger.warn(message)) : new MemoryClaimStore();
}
