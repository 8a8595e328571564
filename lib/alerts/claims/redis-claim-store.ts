import type { Claim, ClaimStore, HeldClaim } from './claim-store.interface.js';
import { decodeClaim, encodeClaim } from './claim-value.js';
import type { ScriptConnection } from './redis-connection.js';

const NETWORK_DEADLINE_MS = 500;

/** Commands that every Redis since 2.6.12, and every Valkey, has; a script runs as a whole, or not at all. */
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
 * Claims in Redis or Valkey: `SET NX PX`, and compare-and-set by the token. Exact among all processes that share the
 * server; it is the server's clock that counts.
 *
 * @internal
 */
export class RedisClaimStore implements ClaimStore {
  readonly deadlineMs = NETWORK_DEADLINE_MS;

  constructor(private readonly connection: ScriptConnection) {}

  async claim({ key, token }: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    const answer = await this.connection.run(CLAIM, key, [token, millis(leaseMs)]);
    if (!Array.isArray(answer)) return undefined;
    const [held, remaining] = answer.map(String);
    const { token: holder, alertedMs } = decodeClaim(held ?? '');
    // A key without an end, as nobody of ours writes it, is asked for again and again.
    return { token: holder, alertedMs, remainingMs: Math.max(0, Number(remaining) || 0) };
  }

  async confirm({ key, token }: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    if (forMs <= 0) return this.release({ key, token }).then(() => true);
    const answer = await this.connection.run(CONFIRM, key, [token, encodeClaim({ token, alertedMs }), millis(forMs)]);
    return Number(answer) === 1;
  }

  async release({ key, token }: Claim): Promise<void> {
    await this.connection.run(RELEASE, key, [token]);
  }

  async close(): Promise<void> {
    this.connection.close();
  }

  discard(): void {
    this.connection.discard();
  }
}

/** `PX` takes whole milliseconds, from 1 on. */
function millis(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
