import type { Claim, HeldClaim } from '../claim-store.interface.js';
import { decodeClaim, encodeClaim } from '../claim-value.js';
import type { RedisClaims } from './redis-claims.interface.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** Every Redis since 2.6.12 and every Valkey has these commands. A script is atomic. */
const CLAIM = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
return { redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1]) }`;

const IS_MINE = `string.match(held, '^[^:]*') == ARGV[1]`;

const CONFIRM = `
local held = redis.call('GET', KEYS[1])
if held and not (${IS_MINE}) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

const RELEASE = `
local held = redis.call('GET', KEYS[1])
if held and ${IS_MINE} then redis.call('DEL', KEYS[1]) end
return 1`;

/**
 * Claims by scripts: `SET NX PX`, and compare-and-set by token. Exact among all processes that share the server.
 *
 * @internal
 */
export const SCRIPTED_CLAIMS: RedisClaims = {
  async claim(redis: RedisCommands, { key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const answer = await redis.eval(CLAIM, key, [token, String(leaseMs)]);
    if (!Array.isArray(answer)) return undefined;
    const [held, remaining] = answer.map(String);
    // The monitor did not write a key without an expiry: 0 makes every request read it again.
    return { ...decodeClaim(held ?? ''), remainingMs: Math.max(0, Number(remaining) || 0) };
  },

  async confirm(redis: RedisCommands, { key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    const value = encodeClaim({ token, alertedMs });
    return Number(await redis.eval(CONFIRM, key, [token, value, String(forMs)])) === 1;
  },

  async release(redis: RedisCommands, { key, token }: Claim): Promise<void> {
    await redis.eval(RELEASE, key, [token]);
  },
};
