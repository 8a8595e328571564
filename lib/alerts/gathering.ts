/** Executions that one has held up end right after it, as soon as the event loop gets to them. */
const GATHER_MS = 500;

/**
 * The pause before an alert about who held the event loop is sent, in which its victims are found.
 *
 * @internal
 */
export class Gathering {
  private readonly waiting = new Set<() => void>();
  private ended = false;

  wait(): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(() => done(), GATHER_MS);
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      this.waiting.add(done);
    });
  }

  /** Nobody waits any longer. */
  end(): void {
    this.ended = true;
    for (const done of this.waiting) done();
  }
}
