import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../../lib/tracing/execution.js';
import { PIPELINED_FLAG, REPLY_FLAG } from '../../../../lib/recorder/attribution/wake-number.js';
import { WireReplies } from '../../../../lib/recorder/attribution/wire-replies.js';

const PIPELINED = REPLY_FLAG | PIPELINED_FLAG;

const reader = { execution: { id: 1 } } as unknown as Span;

/** A connection that sends so many bytes, and then brings pieces of so many bytes. */
function connection() {
  const wire = { bytesWritten: 1_000, bytesRead: 1_000 };
  const replies = new WireReplies(wire);
  const woke = (bytes: number): number => {
    wire.bytesRead += bytes;
    replies.woke();
    return replies.continued(reader);
  };
  return { woke, send: (bytes: number) => void (wire.bytesWritten += bytes), replies, wire };
}

describe('a connection', () => {
  it('brings a reply to each request', () => {
    const { woke, send } = connection();
    for (let i = 0; i < 5; i++) {
      send(30);
      expect(woke(100)).toBe(REPLY_FLAG);
    }
  });

  it('brings pieces of one reply, however many', () => {
    const { woke, send } = connection();
    send(50);
    expect(woke(16_384)).toBe(REPLY_FLAG);
    send(200);
    expect([woke(16_384), ...Array.from({ length: 50 }, () => woke(16_384))]).toEqual([
      REPLY_FLAG,
      ...new Array<number>(50).fill(0),
    ]);
  });

  it('brings the replies to requests that were sent together, and no more of them than were sent', () => {
    const { woke, send } = connection();
    expect(woke(10)).toBe(REPLY_FLAG);
    send(12 * 30);
    expect(Array.from({ length: 12 }, () => woke(5))).toEqual([REPLY_FLAG, ...new Array<number>(11).fill(PIPELINED)]);
    send(60);
    expect(Array.from({ length: 30 }, () => woke(5)).filter(flags => flags !== 0)).toHaveLength(2);
  });

  it('answers before its callback sends the next request from its queue', () => {
    const { replies, wire } = connection();
    for (let i = 0; i < 4; i++) {
      if (i === 0) wire.bytesWritten += 30;
      replies.woke();
      if (i < 3) wire.bytesWritten += 30;
      expect(replies.continued(reader)).toBe(REPLY_FLAG);
    }
  });

  it('brings one reply, also when two executions continue after it', () => {
    const { woke, send, replies } = connection();
    send(90);
    expect(woke(100)).toBe(REPLY_FLAG);
    expect(replies.continued(reader)).toBe(0);
  });

  it('without totals brings a reply each time', () => {
    const replies = new WireReplies({});
    for (let i = 0; i < 3; i++) {
      replies.woke();
      expect(replies.continued(reader)).toBe(REPLY_FLAG);
    }
  });
});
