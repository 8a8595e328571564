import type { MonotonicMs } from '../model/execution.interface.js';
import type { Holding, PoolHolders } from './pool-holders.js';

/** The holders of a shorter wait are not kept. */
const MIN_WAIT_MS = 5;

const NONE: readonly Holding[] = [];

/**
 * One wait for a free connection, and the uses of the pool during that time.
 *
 * @internal
 */
export class PoolWait {
  /** Connections in use when it began. */
  readonly inUse: number;
  private found: readonly Holding[] | undefined = undefined;

  constructor(
    private readonly holders: PoolHolders,
    /** The most connections that the pool opens; `undefined` when that is unknown. */
    readonly size: number | undefined,
    private readonly start: MonotonicMs,
  ) {
    this.inUse = holders.inUse;
  }

  /** It is over. Keeps the uses during a wait that lasted. */
  end(now: MonotonicMs, mayKeep: boolean): void {
    this.found = mayKeep && now - this.start >= MIN_WAIT_MS ? this.holders.since(this.start) : NONE;
  }

  get keepsHoldings(): boolean {
    return this.found !== undefined && this.found.length > 0;
  }

  /** The uses that overlap the wait; until now, while it goes on. */
  get holdings(): readonly Holding[] {
    return this.found ?? this.holders.since(this.start);
  }
}
