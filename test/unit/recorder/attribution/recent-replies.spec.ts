import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../../lib/tracing/execution.js';
import { MAX_RECENT, RecentReplies } from '../../../../lib/recorder/attribution/recent-replies.js';
import { isTogether } from '../../../../lib/recorder/attribution/wake-number.js';
import { WireReplies } from '../../../../lib/recorder/attribution/wire-replies.js';
import { randomOf } from '../../diagnosis/recordings.js';

const [here, there] = [{}, {}];
const spanOf = (id: number, site: object = here): Span => ({ execution: { id }, site }) as unknown as Span;

/** Connections of a pool, which send requests and bring replies. */
class Pool {
  reads = 0;
  readonly recent = new RecentReplies();
  private readonly connections: { replies: WireReplies; sent: number }[];

  /** @param causeAt the server of each connection */
  constructor(size: number, causeAt: (connection: number) => number = () => 1) {
    const countRead = (): number => ++this.reads;
    this.connections = Array.from({ length: size }, (_, i) => {
      const wire = {
        get bytesWritten(): number {
          countRead();
          return connection.sent;
        },
      };
      const connection = { replies: new WireReplies(wire), sent: 0 };
      connection.replies.number = causeAt(i);
      return connection;
    });
  }

  send(at: number): void {
    const connection = this.connections[at];
    if (connection !== undefined) connection.sent += 50;
  }

  /** Returns whether the reply was to a request that ran beside others. */
  reply(at: number, reader: Span): boolean {
    const replies = this.connections[at]?.replies;
    if (replies === undefined) return false;
    replies.woke();
    const flags = replies.continued(reader);
    this.recent.add(replies);
    return isTogether(flags);
  }

  request(at: number, reader: Span): boolean {
    this.send(at);
    return this.reply(at, reader);
  }
}

/** The number of replies to requests that ran beside others. */
function together(count: number, next: (i: number) => boolean): number {
  return Array.from({ length: count }, (_, i) => next(i)).filter(Boolean).length;
}

describe('replies are together', () => {
  const one = spanOf(1);

  it('when each connection gets the next request at once', () => {
    const pool = new Pool(10);
    for (let at = 0; at < 10; at++) pool.send(at);
    const inTurn = together(60, i => {
      const isBeside = pool.reply(i % 10, one);
      pool.send(i % 10);
      return isBeside;
    });
    expect(inTurn).toBe(50);
  });

  it('when the replies come in any order', () => {
    const pool = new Pool(10);
    const random = randomOf(3);
    for (let at = 0; at < 10; at++) pool.send(at);
    const inAnyOrder = together(60, () => {
      const at = Math.floor(random() * 10);
      const isBeside = pool.reply(at, one);
      pool.send(at);
      return isBeside;
    });
    expect(inAnyOrder).toBeGreaterThan(30);
  });

  it('when each ten requests wait for the ten before them', () => {
    const pool = new Pool(10);
    const inBatches = together(60, i => {
      if (i % 10 === 0) for (let at = 0; at < 10; at++) pool.send(at);
      return pool.reply(i % 10, one);
    });
    expect(inBatches).toBe(45);
  });

  it('never when they follow one another, on connections in turn or in any order', () => {
    const pool = new Pool(10);
    const random = randomOf(5);
    expect(together(60, i => pool.request(i % 10, one))).toBe(0);
    expect(together(60, () => pool.request(Math.floor(random() * 10), one))).toBe(0);
  });

  it('never of two executions, or of two places, that use the pool side by side, each one after another', () => {
    for (const two of [spanOf(2), spanOf(1, there)]) {
      const pool = new Pool(4);
      pool.send(0);
      const sideBySide = together(60, i => {
        pool.send((i + 1) % 4);
        return pool.reply(i % 4, i % 2 === 0 ? one : two);
      });
      expect(sideBySide).toBe(0);
    }
  });

  it('never of two servers', () => {
    const pool = new Pool(2, at => at + 1);
    pool.send(0);
    const alternating = together(20, i => {
      pool.send((i + 1) % 2);
      return pool.reply(i % 2, one);
    });
    expect(alternating).toBe(0);
  });

  it('never by what a pool sends on a free connection without a reply', () => {
    const pool = new Pool(4);
    const reset = together(40, i => {
      const isBeside = pool.request(i % 4, one);
      pool.send(i % 4);
      return isBeside;
    });
    expect(reset).toBe(0);
  });

  it('of a bounded number of connections, with two more readings for each reply', () => {
    const pool = new Pool(MAX_RECENT + 1);
    for (let at = 0; at <= MAX_RECENT; at++) pool.request(at, one);
    const before = pool.reads;
    pool.request(0, one);
    expect(pool.reads - before).toBe(3);
    expect((pool.recent as unknown as { connections: unknown[] }).connections).toHaveLength(MAX_RECENT);
    pool.recent.clear();
    expect((pool.recent as unknown as { connections: unknown[] }).connections).toHaveLength(0);
  });
});
