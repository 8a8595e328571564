import { allTrueWithin } from '../platform/all-true-within.js';

/**
 * What is under way about each fingerprint: one thing at a time.
 *
 * @internal
 */
export class PendingWorks {
  private readonly works = new Map<string, Promise<boolean>>();

  /** @param onError told of what a work throws, which then counts as not done */
  constructor(private readonly onError: (error: unknown) => void) {}

  has(fingerprint: string): boolean {
    return this.works.has(fingerprint);
  }

  /** @returns what the work resolves to; never rejects */
  track(fingerprint: string, work: () => Promise<boolean>): Promise<boolean> {
    const tracked = this.guard(work).finally(() => {
      if (this.works.get(fingerprint) === tracked) this.works.delete(fingerprint);
    });
    this.works.set(fingerprint, tracked);
    return tracked;
  }

  /** Whether all that are under way now are done in time. Never rejects. */
  allDone(timeoutMs: number): Promise<boolean> {
    return allTrueWithin([...this.works.values()], timeoutMs);
  }

  /** Waits until all that are under way now are over, however they end, or the time is. Never rejects. */
  async allOver(timeoutMs: number): Promise<void> {
    const over = [...this.works.values()].map(work => work.then(() => true));
    await allTrueWithin(over, timeoutMs);
  }

  private async guard(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.onError(error);
      return false;
    }
  }
}
