import { createHash, randomBytes } from 'node:crypto';
import type { Claim } from './claim-store.interface.js';

/** Begins the key of every claim: the server must allow writes to these keys. @internal */
export const CLAIM_KEY_PREFIX = 'performance-monitor:claim:';
const LENGTH = 32;

/**
 * The key of a claim in a store. It is hashed: it has a fixed length, is valid in every store, and reveals nothing of the
 * fingerprint. Each notifier has its own key, so that one that fails neither blocks nor repeats the others.
 *
 * @param scope the application: several may share a store
 * @internal
 */
export function claimKey(scope: string, fingerprint: string, notifier: string, part = ''): string {
  const hash = createHash('sha256').update(JSON.stringify([scope, fingerprint, notifier, part]));
  return CLAIM_KEY_PREFIX + hash.digest('hex').slice(0, LENGTH);
}

/** @internal */
export function newClaim(key: string): Claim {
  return { key, token: randomBytes(12).toString('hex') };
}
