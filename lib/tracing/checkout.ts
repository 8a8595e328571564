import type { MonotonicMs } from '../model/execution.interface.js';
import type { Operation } from './operation.js';
import type { Operations } from './operations.js';
import type { Holder, Holding, PoolHolders } from './pool-holders.js';

/** A shorter time in the queue is none: the pool had a free connection after all. */
const MIN_WAIT_MS = 1;

const State = { queued: 0, holding: 1, over: 2 } as const;
type State = (typeof State)[keyof typeof State];

/**
 * The use of one connection of a pool, from the request for it to its return. Only the library that requested it calls
 * it. Calls that come too often, or too late, have no effect.
 *
 * @internal
 */
export class Checkout implements Holding {
  releasedAt: MonotonicMs = 0;
  /** The process of a PostgreSQL server behind its connection; 0 when it is unknown. */
  session = 0;
  place = -1;
  private state: State;

  constructor(
    private readonly holders: PoolHolders,
    readonly execution: Holder | undefined,
    /** When it got its connection; of one that is being opened, when it was requested. */
    public since: MonotonicMs,
    isQueued: boolean,
    /** The time in the queue, as an operation of the execution. */
    private wait: Operation | undefined,
    private readonly operations: Operations | undefined,
  ) {
    this.state = isQueued ? State.queued : State.holding;
    if (isQueued) holders.beginWait();
    else holders.add(this);
  }

  /** It waits for a connection. */
  get isQueued(): boolean {
    return this.state === State.queued;
  }

  /**
   * It got a connection.
   *
   * @param isNew the connection was opened for it: then it did not wait for another one's
   */
  granted(now: MonotonicMs, isNew = false): void {
    if (this.state !== State.queued) return;
    this.endWait(now, false, isNew);
    this.state = State.holding;
    this.since = now;
    this.holders.add(this);
  }

  /** It gets no connection: the pool gave up, or the connection could not be opened. */
  failed(now: MonotonicMs): void {
    this.released(now);
  }

  /** The connection is free again, or closed. */
  released(now: MonotonicMs): void {
    if (this.state === State.queued) this.endWait(now, true);
    else if (this.state === State.holding) {
      this.releasedAt = now;
      this.holders.delete(this);
    }
    this.state = State.over;
  }

  private endWait(now: MonotonicMs, failed: boolean, isNew = false): void {
    const { wait, operations, since } = this;
    if (wait !== undefined) {
      if (isNew || (!failed && now - since < MIN_WAIT_MS)) operations?.withdraw(wait);
      else {
        operations?.endPoolWait(wait, now);
        wait.finish(now, failed);
      }
      this.wait = undefined;
    }
    this.holders.endWait();
  }
}
