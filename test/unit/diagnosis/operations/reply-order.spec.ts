import { describe, expect, it } from '@jest/globals';
import { GroupReplies } from '../../../../lib/diagnosis/operations/reply-order.js';
import { randomOf } from '../recordings.js';

/** Whether requests were together, by the waits between their replies, one millisecond of code after each. */
function areTogether(waits: readonly number[], connectionAt: (i: number) => number): boolean | undefined {
  const replies = new GroupReplies();
  let at = 0;
  for (const [i, wait] of waits.entries()) {
    at += wait;
    replies.add(at, connectionAt(i), { isBeside: wait === 0, isPipelined: false });
    at += 0.1;
  }
  return replies.areTogether(waits.filter(wait => wait > 0));
}

/** Replies to `count` requests that `size` connections answered at the same time, each after a time of its own. */
function pooled(count: number, size: number, msOf: () => number): [waits: number[], connections: number[]] {
  const due = Array.from({ length: size }, (_, connection) => ({ connection, at: msOf() }));
  const waits: number[] = [];
  const connections: number[] = [];
  let now = 0;
  for (let i = 0; i < count; i++) {
    due.sort((a, b) => a.at - b.at);
    const [first] = due;
    if (first === undefined) break;
    waits.push(Math.max(0, first.at - now));
    connections.push(first.connection + 1);
    now = Math.max(now, first.at) + 0.1;
    first.at = now + msOf();
  }
  return [waits, connections];
}

const random = randomOf(7);
const times = (count: number, msOf: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => msOf(i));

describe('requests are together', () => {
  it.each([
    ['of 5 ms', () => 5],
    ['of about 5 ms', () => 4 + 2 * random()],
    ['of 50 ms', () => 48 + 4 * random()],
    ['of very different times', () => 5 + 40 * random()],
  ])('when ten connections answer them at the same time: %s', (_, msOf) => {
    const [waits, connections] = pooled(60, 10, msOf);
    expect(areTogether(waits, i => connections[i] ?? 0)).toBe(true);
  });

  it.each([
    ['alike', () => 5 + random()],
    ['different', () => (random() < 0.3 ? 25 : 1.5 + random())],
  ])('never on one connection: times are %s', (_, msOf) => {
    expect(areTogether(times(60, msOf), () => 1)).toBe(false);
  });

  it.each([
    ['alike', () => 5 + random()],
    ['different', () => (random() < 0.3 ? 25 : 1.5 + random())],
    ['longer at first', (i: number) => (i === 0 ? 60 : 5)],
  ])('not when a pool uses its connections in turn: times are %s', (_, msOf) => {
    expect(areTogether(times(60, msOf), i => 1 + (i % 10))).toBe(false);
  });

  it('when all ten connections have answered before the code after the first reply is over', () => {
    const waits = times(60, i => (i % 10 === 0 ? 4 + random() : i % 10 === 3 ? 0.02 : 0.6 * random()));
    expect(areTogether(waits, i => 1 + (i % 10))).toBe(true);
  });

  it('not when the connections of a pool are used in turn, and one of two is slower', () => {
    const waits = times(60, i => (i % 2 === 0 ? 12 : 3) + random());
    expect(areTogether(waits, i => 1 + (i % 2))).toBe(false);
  });

  it('not when other executions use the pool, too: any connection, and each wait a whole request', () => {
    expect(
      areTogether(
        times(60, () => 5 + random()),
        () => 1 + Math.floor(10 * random()),
      ),
    ).toBe(false);
  });

  it('when one connection has got many before it answers', () => {
    const replies = new GroupReplies();
    for (let i = 0; i < 12; i++) replies.add(i, 1, { isBeside: false, isPipelined: i % 6 > 0 });
    expect(replies.areTogether(times(12, () => 5))).toBe(true);
    expect([replies.count, replies.mostPipelined]).toEqual([12, 6]);
  });

  it('or not, when there are few', () => {
    expect(areTogether([60, 0.4, 0.3, 1], i => i)).toBeUndefined();
    expect(areTogether([60, 0, 0.3, 1], i => i)).toBe(true);
    expect(areTogether([60, 50, 40, 60], () => 1)).toBe(false);
  });
});
