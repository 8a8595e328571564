/** So many messages within a window; after more, none for a while. */
export class SendingLimit {
  private sent: number[] = [];
  private until = 0;

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
    private readonly banMs: number,
    private readonly now: () => number,
  ) {}

  /** False for a message that is over the limit. */
  take(): boolean {
    const now = this.now();
    if (now < this.until) return false;
    this.sent = this.sent.filter(at => now - at < this.windowMs);
    if (this.sent.length >= this.most) {
      this.until = now + this.banMs;
      return false;
    }
    this.sent.push(now);
    return true;
  }
}
