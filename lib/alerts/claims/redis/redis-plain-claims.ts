import type { Claim, HeldClaim } from '../claim-store.interface.js';
import { decodeClaim, encodeClaim } from '../claim-value.js';
import type { RedisClaims } from './redis-claims.interface.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** The claim expired between two commands: the next request may be granted. */
const JUST_EXPIRED: HeldClaim = { token: '', remainingMs: 100, alertedMs: undefined };

/**
 * Claims by `SET`, `GET`, `PTTL` and `DEL` alone, for a server that refuses scripts. Granting is as exact as with scripts.
 * To confirm or release, the token is compared one round trip before the write. A lease that was granted to another
 * process in between is overwritten, and the alert may be sent twice. A lease is far longer than a delivery takes.
 *
 * @internal
 */
export const PLAIN_CLAIMS: RedisClaims = {
  async claim(redis: RedisCommands, { key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    if (await redis.set(key, token, leaseMs, 'NX')) return undefined;
    const [held, remainingMs] = await Promise.all([redis.get(key), redis.pttl(key)]);
    if (held === undefined) return JUST_EXPIRED;
    return { ...decodeClaim(held), remainingMs: Math.max(0, remainingMs) };
  },

  async confirm(redis: RedisCommands, { key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const value = encodeClaim({ token, alertedMs });
    const held = await redis.get(key);
    if (held !== undefined && decodeClaim(held).token !== token) return false;
    if (held !== undefined && (await redis.set(key, value, forMs, 'XX'))) return true;
    return redis.set(key, value, forMs, 'NX');
  },

  async release(redis: RedisCommands, { key, token }: Claim): Promise<void> {
    const held = await redis.get(key);
    if (held !== undefined && decodeClaim(held).token === token) await redis.del(key);
  },
};
