const EVERY_MS = 5;

/** Delay of a timer: at least the longest time for which the event loop was blocked. */
export class LoopLag {
  private longestMs = 0;
  private due = performance.now() + EVERY_MS;

  constructor() {
    setInterval(() => {
      const now = performance.now();
      this.longestMs = Math.max(this.longestMs, now - this.due);
      this.due = now + EVERY_MS;
    }, EVERY_MS).unref();
  }

  /** The longest delay since the last call, in milliseconds. */
  take(): number {
    const { longestMs } = this;
    this.longestMs = 0;
    return longestMs;
  }
}
