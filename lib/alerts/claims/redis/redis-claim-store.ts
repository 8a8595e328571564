import type { Claim, ClaimStore, HeldClaim } from '../claim-store.interface.js';
import { withDeadline } from '../deadline.js';
import { CONNECT_TIMEOUT_MS } from './own-redis-connection.js';
import type { RedisClaims } from './redis-claims.interface.js';
import type { RedisCommands, RedisConnection } from './redis-commands.interface.js';
import { PLAIN_CLAIMS } from './redis-plain-claims.js';
import { NETWORK_DEADLINE_MS } from './redis-deadline.js';
import { redisFault, refusesScripts } from './redis-refusal.js';
import { RedisRepeats } from './redis-repeats.js';
import { SCRIPTED_CLAIMS } from './redis-scripts.js';

/**
 * Claims in Redis or Valkey, by scripts, or by plain commands when the server refuses scripts. Exact among all processes
 * that share the server; the server's clock ends the claims.
 *
 * @internal
 */
export class RedisClaimStore implements ClaimStore {
  /** The first call includes the connection, which takes longer than an answer on a busy machine or with TLS. */
  readonly deadlineMs = CONNECT_TIMEOUT_MS + NETWORK_DEADLINE_MS;
  readonly repeats: RedisRepeats;
  private hasScripts = true;

  constructor(private readonly connection: RedisConnection) {
    this.repeats = new RedisRepeats(connection);
  }

  claim(claim: Claim, leaseMs: number): Promise<HeldClaim | undefined> {
    return this.run((claims, redis) => claims.claim(redis, claim, wholeMs(leaseMs)));
  }

  async confirm(claim: Claim, forMs: number, alertedMs?: number): Promise<boolean> {
    if (forMs <= 0) return this.release(claim).then(() => true);
    return this.run((claims, redis) => claims.confirm(redis, claim, wholeMs(forMs), alertedMs));
  }

  release(claim: Claim): Promise<void> {
    return this.run((claims, redis) => claims.release(redis, claim));
  }

  async close(): Promise<void> {
    this.connection.close();
  }

  discard(): void {
    this.connection.discard();
  }

  private async run<T>(step: (claims: RedisClaims, redis: RedisCommands) => Promise<T>): Promise<T> {
    try {
      return await this.connection.run(redis => withDeadline(NETWORK_DEADLINE_MS, this.runOn(redis, step)));
    } catch (error) {
      throw redisFault(error, this.connection.keyPrefix);
    }
  }

  private async runOn<T>(
    redis: RedisCommands,
    step: (claims: RedisClaims, redis: RedisCommands) => Promise<T>,
  ): Promise<T> {
    if (this.hasScripts) {
      try {
        return await step(SCRIPTED_CLAIMS, redis);
      } catch (error) {
        if (!refusesScripts(error)) throw error;
      }
    }
    const answer = await step(PLAIN_CLAIMS, redis);
    this.hasScripts = false;
    return answer;
  }
}

/** `PX` takes whole milliseconds, at least 1. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}
