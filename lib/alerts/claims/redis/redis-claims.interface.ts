import type { Claim, HeldClaim } from '../claim-store.interface.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** A set of commands that keeps claims on a server, for whole milliseconds, at least 1. See `ClaimStore` for each step. @internal */
export interface RedisClaims {
  claim(redis: RedisCommands, claim: Claim, leaseMs: number): Promise<HeldClaim | undefined>;
  confirm(redis: RedisCommands, claim: Claim, forMs: number, alertedMs?: number): Promise<boolean>;
  release(redis: RedisCommands, claim: Claim): Promise<void>;
}
