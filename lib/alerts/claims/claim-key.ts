import { createHash, randomBytes } from 'node:crypto';
import type { Claim } from './claim-store.interface.js';

/** Of all claims: what a server must allow to be written. @internal */
export const CLAIM_KEY_PREFIX = 'performance-monitor:claim:';
const LENGTH = 32;

/**
 * Under which name a claim is kept in a store. Hashed, so that it has one length, is fit for every store, and carries
 * nothing of what a fingerprint was made of. Of each notifier its own: one that fails neither blocks nor repeats others.
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
