import { setTimeout, clearTimeout } from '../platform/host-timers.js';

/** Executions that one has held up end right after it, as soon as the event loop gets to them. */
const GATHER_MS = 500;

/**
 * The loop may have been held again for all of that time, by somebody else: nobody was looked into then. A timer fires
 * before what the loop was kept from, so the last part of the pause is one of its own.
 */
const LOOK_MS = 50;

/** A storm has always somebody to look into. */
const MAX_LOOKS = 50;

/**
 * The pause before an alert about who held the event loop is sent, in which its victims are found.
 *
 * @internal
 */
export class VictimCollection {
  private readonly waiting = new Set<() => void>();
  private ended = false;

  /** @param undecided notes who is looked into when it is called; what it returns tells whether that is over */
  async wait(undecided: () => () => boolean): Promise<void> {
    await this.pause(GATHER_MS - LOOK_MS);
    await this.pause(LOOK_MS);
    const isOver = undecided();
    for (let looks = 0; looks < MAX_LOOKS && !this.ended && !isOver(); looks += 1) await this.pause(LOOK_MS);
  }

  /** Nobody waits any longer. */
  end(): void {
    this.ended = true;
    for (const done of this.waiting) done();
  }

  private pause(ms: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(() => done(), ms);
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      this.waiting.add(done);
    });
  }
}
