import { Injectable } from '@nestjs/common';
import { clearTimeout, setTimeout } from '../platform/host-timers.js';
import { CoalescedExecutions } from './coalesced-executions.js';

/** Victims finish right after their blocker, as soon as the event loop gets to them. */
const GRACE_MS = 500;

/**
 * Another execution may have held the loop for the whole grace period. A timer fires before the blocked executions
 * continue, so the last part of the pause is a timer of its own.
 */
const POLL_MS = 50;

/** Limits the wait under a load that always has an execution to explain. */
const MAX_POLLS = 50;

/**
 * Delays the alert about a blocker until its victims have finished and are explained.
 *
 * @internal
 */
@Injectable()
export class VictimGracePeriod {
  private readonly waiting = new Set<() => void>();
  private ended = false;

  constructor(private readonly coalesced: CoalescedExecutions) {}

  /** Resolves half a second later, or up to 3 s later while explanations are pending. Never rejects. */
  async wait(): Promise<void> {
    await this.pause(GRACE_MS - POLL_MS);
    await this.pause(POLL_MS);
    const areResolved = this.coalesced.openNow();
    for (let poll = 0; poll < MAX_POLLS && !this.ended && !areResolved(); poll += 1) await this.pause(POLL_MS);
  }

  /** Ends all waits, and every later one at once. */
  end(): void {
    this.ended = true;
    for (const finish of this.waiting) finish();
  }

  private pause(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(() => finish(), ms);
      const finish = (): void => {
        clearTimeout(timer);
        this.waiting.delete(finish);
        resolve();
      };
      this.waiting.add(finish);
    });
  }
}
