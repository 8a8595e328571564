import { configuredSecrets } from '../privacy/configured-secrets.js';
import type { PartValue, ResolvedOptions } from '../options/resolved-options.interface.js';
import type { ThreadOptions } from './thread-data.interface.js';

/**
 * The options that the thread needs, without what cannot be copied to it: functions, the cache, a mail transport. The secrets in
 * these are kept: the thread masks them, too.
 *
 * @internal
 */
export function threadOptions(options: ResolvedOptions): ThreadOptions {
  const {
    cache: _cache,
    fingerprint: _fingerprint,
    include: _include,
    exclude: _exclude,
    partValues,
    ...rest
  } = options;
  const secrets = configuredSecrets(partValues).map((value): PartValue => ({ name: 'secret', value, secret: true }));
  const copied = Object.entries(rest).filter(([, value]) => isPlain(value));
  return { ...(Object.fromEntries(copied) as unknown as typeof rest), partValues: secrets };
}

function isPlain(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
