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
  /** The process of a PostgreSQL server behind the connection; 0 when it is unknown. */
  readonly session: number;
  /** Its place among those in use, which {@link PoolHolders} keeps. */
  place: number;
}

/**
 * The uses of one pool's connections. Ended ones are kept only while others wait, because only a wait needs them.
 *
 * @internal
 */
export class PoolHolders {
  /** In no order: the last one takes the place of one that ends. A `Set` is rebuilt again and again. */
  private readonly current: Holding[] = [];
  private readonly recent: Holding[] = [];
  private waiting = 0;
  /** The place of the next one that is replaced. */
  private replaced = 0;

  /** Connections in use, and those that are being opened. */
  get inUse(): number {
    return this.current.length;
  }

  /** Connections in use, and those that others wait for. */
  get wanted(): number {
    return this.current.length + this.waiting;
  }

  /** The use of the connection to this process of a PostgreSQL server. */
  ofSession(session: number): Holding | undefined {
    for (const holding of this.current) if (holding.session === session) return holding;
    return undefined;
  }

  add(holding: Holding): void {
    const { current } = this;
    if (current.length < MAX_HOLDERS) {
      holding.place = current.push(holding) - 1;
      return;
    }
    // Those that are not released fill the list. Each is replaced in its turn.
    holding.place = this.replaced;
    current[this.replaced] = holding;
    this.replaced = (this.replaced + 1) % MAX_HOLDERS;
  }

  delete(holding: Holding): void {
    if (this.current[holding.place] !== holding) return;
    this.remove(holding.place);
    if (this.waiting === 0) return;
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
    const { current } = this;
    const longest = current.length > MAX_HOLDINGS ? current.toSorted((a, b) => a.since - b.since) : current;
    const found = longest.slice(0, MAX_HOLDINGS);
    for (let at = this.recent.length - 1; at >= 0 && found.length < MAX_HOLDINGS; at--) {
      const holding = this.recent[at];
      if (holding === undefined || holding.releasedAt < start) break;
      found.push(holding);
    }
    return found;
  }

  private remove(place: number): void {
    const { current } = this;
    const last = current.pop();
    if (last === undefined || place === current.length) return;
    current[place] = last;
    last.place = place;
  }
}
