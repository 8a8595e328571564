import type { Claim, HeldClaim } from './claim-store.interface.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** A set of commands that keeps claims on a server. See `ClaimStore` for each step. @internal */
export interface RedisClaims {
  claim(redis: RedisCommands, claim: Claim, leaseMs: number): Promise<HeldClaim | undefined>;
  /** @param forMs more than 0 */
  confirm(redis: RedisCommands, claim: Claim, forMs: number, alertedMs?: number): Promise<boolean>;
  release(redis: RedisCommands, claim: Claim): Promise<void>;
}

/** `PX` takes whole milliseconds, at least 1. @internal */
export function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}
