import { z } from 'zod';
import type { LockPool } from '../lock-pool.interface.js';

const RIGHT =
  'must be a pool of the package pg, such as new Pool({ max: 1 }); a single client would have to wait for its own statements';

const METHODS = ['query', 'connect'] as const;
const COUNTS = ['totalCount', 'idleCount', 'waitingCount'] as const;

/** A pool of pg. A client has the same methods, but no counts. @internal */
export const lockPool = z.custom<LockPool>(isPool, RIGHT);

function isPool(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const pool = value as Readonly<Record<string, unknown>>;
    return (
      METHODS.every(name => typeof pool[name] === 'function') && COUNTS.every(name => typeof pool[name] === 'number')
    );
  } catch {
    return false;
  }
}
