import type { WireReplies } from './wire-replies.js';

/** An application has fewer connections to its databases. The handles of closed ones stay in memory up to this number. */
export const MAX_RECENT = 32;

/**
 * The connections that brought the last replies, oldest first. Each reply reads the totals of two other connections of the
 * same reader. A connection that has its request by now brings a reply to a request that ran beside this one.
 *
 * A pool sends the next request over the newest of them at once. In a batch of requests, the oldest has no reply so far.
 * Called for each reply: it must not allocate.
 *
 * @internal
 */
export class RecentReplies {
  private readonly connections: WireReplies[] = [];

  add(connection: WireReplies): void {
    const { connections } = this;
    let oldest: WireReplies | undefined;
    let newest: WireReplies | undefined;
    let kept = 0;
    for (let i = 0; i < connections.length; i++) {
      const other = connections[i];
      if (other === undefined || other === connection) continue;
      connections[kept++] = other;
      if (!other.hasReaderOf(connection)) continue;
      oldest ??= other;
      newest = other;
    }
    if (kept === MAX_RECENT) connections.copyWithin(0, 1);
    connections[Math.min(kept, MAX_RECENT - 1)] = connection;
    newest?.readTotal();
    if (oldest !== newest) oldest?.readTotal();
  }

  /** Releases the handles. */
  clear(): void {
    this.connections.length = 0;
  }
}
