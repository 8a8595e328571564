import { triggerAsyncId } from 'node:async_hooks';
import type { MonotonicMs } from '../../model/execution.interface.js';
import { RecentCallbacks } from '../attribution/recent-callbacks.js';
import { CONNECTION, IMMEDIATE, isUnreferenced, TIMER } from '../attribution/resource-class.js';

/** Turns are told apart by a small integer. */
const MAX_NUMBER = 0x3fff_ffff;

/**
 * One callback of the event loop, and the ticks and continuations that run right after it. It is called for each of
 * them: nothing here may allocate, or throw.
 *
 * @internal
 */
export class LoopTurn {
  number = 0;
  startedAt: MonotonicMs = 0;
  /** The async resource that woke the loop. */
  task: object | undefined = undefined;
  /** It is a connection, or a timer that is rarely waited for: Node ticks for its `Date` header so. */
  isUncertain = false;
  private readonly callbacks = new RecentCallbacks();

  /** Called in the `before` hook of `resource`. */
  begin(resource: object, kind: number, now: MonotonicMs): void {
    this.startedAt = now;
    this.number = this.number === MAX_NUMBER ? 1 : this.number + 1;
    if (kind === IMMEDIATE) this.goOnWith(resource);
    else {
      this.task = resource;
      this.isUncertain = kind === CONNECTION || (kind === TIMER && isUnreferenced(resource));
    }
  }

  /**
   * An immediate may go on for this callback. After an immediate only where the owner is uncertain: else loops of them
   * would.
   */
  remember(scope: number, kind: number): void {
    const { task, isUncertain } = this;
    if (task !== undefined && (isUncertain || kind !== IMMEDIATE)) this.callbacks.add(scope, task, isUncertain);
  }

  /** Lets go of timers and sockets that would be kept alive. */
  forgetCallbacks(): void {
    this.callbacks.clear();
  }

  forget(): void {
    this.task = undefined;
    this.callbacks.clear();
  }

  /**
   * An immediate takes its cause from the callback that queued it: cursors hand on rows so. One that a continuation
   * queued is a cause of its own.
   */
  private goOnWith(immediate: object): void {
    const place = this.callbacks.find(triggerAsyncId());
    this.task = place < 0 ? immediate : this.callbacks.taskAt(place);
    this.isUncertain = place >= 0 && this.callbacks.isUncertainAt(place);
  }
}
