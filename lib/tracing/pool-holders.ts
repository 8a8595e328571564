import type { ExecutionKind, MonotonicMs } from '../model/execution.interface.js';

/** Uses of one pool that are kept. A library that does not report a release must not fill the memory. @internal */
export const MAX_HOLDERS = 1_000;
/** Ended uses that are kept while others wait. @internal */
export const MAX_RECENT = 200;
/** Uses that one wait keeps. @internal */
export const MAX_HOLDINGS = 200;

/** An execution that may hold a connection. @internal */
export interface Holder {
  readonly id: number;
  readonly kind: ExecutionKind;
  /** The name as far as it is known by now. */
  readonly currentName: string;
  /** It held a connection while others waited for the pool. */
  heldPool: boolean;
}

/** One use of a connection. @internal */
export interface Holding {
  /** `undefined` for code outside all watched executions. */
  readonly execution: Holder | undefined;
  readonly since: MonotonicMs;
  /** 0 while the connection is in use. */
  readonly releasedAt: MonotonicMs;
}

/**
 * The uses of one pool's connections. Ended ones are kept only while others wait, because only a wait needs them.
 *
 * @internal
 */
export class PoolHolders {
  private readonly current = new Set<Holding>();
  private readonly recent: Holding[] = [];
  private waiting = 0;

  /** Connections in use, and those that are being opened. */
  get inUse(): number {
    return this.current.size;
  }

  /** Connections in use, and those that others wait for. */
  get wanted(): number {
    return this.current.size + this.waiting;
  }

  add(holding: Holding): void {
    this.current.add(holding);
    if (this.current.size <= MAX_HOLDERS) return;
    for (const oldest of this.current) {
      this.current.delete(oldest);
      return;
    }
  }

  delete(holding: Holding): void {
    if (!this.current.delete(holding) || this.waiting === 0) return;
    if (holding.execution !== undefined) holding.execution.heldPool = true;
    this.recent.push(holding);
    if (this.recent.length > MAX_RECENT) this.recent.shift();
  }

  beginWait(): void {
    this.waiting += 1;
  }

  endWait(): void {
    this.waiting -= 1;
    if (this.waiting === 0) this.recent.length = 0;
  }

  /** The uses since `start`, at most 200: those that go on, and the latest ones that have ended. */
  since(start: MonotonicMs): readonly Holding[] {
    const found: Holding[] = [];
    for (const holding of this.current) {
      if (found.length >= MAX_HOLDINGS) return found;
      found.push(holding);
    }
    for (let at = this.recent.length - 1; at >= 0 && found.length < MAX_HOLDINGS; at--) {
      const holding = this.recent[at];
      if (holding === undefined || holding.releasedAt < start) break;
      found.push(holding);
    }
    return found;
  }
}
