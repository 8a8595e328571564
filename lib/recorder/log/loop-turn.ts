import { triggerAsyncId } from 'node:async_hooks';
import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import { RecentCallbacks } from '../attribution/recent-callbacks.js';
import { CONNECTION, IMMEDIATE, isUnreferenced, PIPE_CONNECT, TIMER } from '../attribution/resource-class.js';
import type { UnixSockets } from '../attribution/unix-sockets.js';

/** The number of a turn is a small integer. */
const MAX_NUMBER = 0x3fff_ffff;

/**
 * One turn: a callback of the event loop, with the ticks and continuations right after it. Called for each of them: it
 * must not allocate or throw.
 *
 * @internal
 */
export class LoopTurn {
  number = 0;
  startedAt: MonotonicMs = 0;
  /** The async resource that woke the loop. */
  task: object | undefined = undefined;
  /** The task is a connection, or a timer that is rarely awaited: its context may belong to another execution. */
  isShared = false;
  private readonly callbacks = new RecentCallbacks();

  constructor(private readonly sockets: Pick<UnixSockets, 'add'>) {}

  /** True when the execution ran by a call or a continuation in this turn. */
  isConfirmed(span: Span | undefined): boolean {
    return span !== undefined && span.execution.surelyIn === this.number;
  }

  /** Called in the `before` hook of `resource`. */
  begin(resource: object, kind: number, now: MonotonicMs): void {
    this.startedAt = now;
    this.number = this.number === MAX_NUMBER ? 1 : this.number + 1;
    if (kind === IMMEDIATE) return this.beginImmediate(resource);
    this.task = resource;
    this.isShared = kind === CONNECTION || (kind === TIMER && isUnreferenced(resource));
    if (kind === PIPE_CONNECT) this.sockets.add(triggerAsyncId(), resource);
  }

  /**
   * Keeps this turn's task for the immediates that the callback queues. An immediate's own task is kept only when it is
   * shared, else endless chains of immediates would keep their first task.
   */
  remember(scope: number, kind: number): void {
    const { task, isShared } = this;
    if (task !== undefined && (isShared || kind !== IMMEDIATE)) this.callbacks.add(scope, task, isShared);
  }

  /** Releases timers and sockets, which would stay in memory. */
  forgetCallbacks(): void {
    this.callbacks.clear();
  }

  forget(): void {
    this.task = undefined;
    this.isShared = false;
    this.callbacks.clear();
  }

  /**
   * An immediate has the task of the callback that queued it: cursors pass rows on this way. An immediate that a
   * continuation queued is a task of its own.
   */
  private beginImmediate(immediate: object): void {
    const place = this.callbacks.find(triggerAsyncId());
    this.task = place < 0 ? immediate : this.callbacks.taskAt(place);
    this.isShared = place >= 0 && this.callbacks.isSharedAt(place);
  }
}
