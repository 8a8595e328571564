import { describe, expect, it } from '@jest/globals';
import type { Slice } from '../../../../lib/recorder/recording.interface.js';
import type { RecordedOperation } from '../../../../lib/recorder/recording.interface.js';
import { nested, operation, slice, spanOf, wake, WIRE } from '../recordings.js';
import { diagnosisOf, loop } from './diagnosis-of.js';

const DATABASE = wake('database', '127.0.0.1:5432');

describe('repeated-io', () => {
  it('counts waits one after another in one span, when the connections of the replies are unknown', () => {
    const { verdict } = diagnosisOf({
      spans: nested('OrdersRepository.findOne'),
      slices: loop(240, 3, DATABASE),
      end: 1_961,
    });
    expect(verdict).toMatchObject({
      kind: 'repeated-io',
      count: 240,
      subject: '127.0.0.1:5432',
      headline:
        '240 waits for 127.0.0.1:5432 (database), one after another, in OrdersRepository.findOne: 3.0 ms each, 720 ms (75 %)',
    });
  });

  it('needs ten waits', () => {
    const spans = nested('R.find');
    expect(diagnosisOf({ spans, slices: loop(9, 20, DATABASE), end: 1_190 }).verdict.kind).toBe('io');
    expect(diagnosisOf({ spans, slices: loop(10, 20, DATABASE), end: 1_211 }).verdict).toMatchObject({
      kind: 'repeated-io',
      count: 10,
    });
  });

  it('counts the calls of siblings of the same name, below parents of the same name', () => {
    const spans = nested();
    for (let i = 0; i < 12; i++) {
      const [start, end] = [1_001 + 21 * i, 1_022 + 21 * i];
      spans.push(spanOf('S.load', 0, start, end), spanOf('R.find', spans.length, start, end));
    }
    const { verdict } = diagnosisOf({ spans, slices: loop(12, 20, DATABASE, i => 2 + 2 * i), end: 1_254 });
    expect(verdict).toMatchObject({ kind: 'repeated-io', count: 12 });
    expect(verdict.headline).toContain('in R.find');
  });

  it('counts the calls of an aggregated span', () => {
    const spans = [...nested(), spanOf('R.find', 0, 1_000, 1_400, { count: 30, totalMs: 395 })];
    const { verdict } = diagnosisOf({ spans, slices: loop(19, 20, DATABASE), end: 1_400 });
    expect(verdict).toMatchObject({ kind: 'repeated-io', count: 30 });
  });

  it('is not the verdict when only the first wait is long', () => {
    const slices = [slice(1_000, 1_001, 1)];
    for (let i = 0; i < 50; i++) slices.push(slice(1_301 + i, 1_301.8 + i, 1, DATABASE));
    expect(diagnosisOf({ spans: nested('S.all'), slices, end: 1_360 }).verdict.kind).toBe('io');
  });

  it('counts overlapping calls, and how many ran at a time', () => {
    const spans = nested();
    for (let i = 0; i < 50; i++) spans.push(spanOf('R.find', 0, 1_001, 1_021 + i * 6));
    const slices = [slice(1_000, 1_001)];
    for (let i = 0; i < 50; i++) slices.push(slice(1_021 + i * 6, 1_021.5 + i * 6, 1 + i, DATABASE));
    const { verdict } = diagnosisOf({ spans, slices, end: 1_320 });
    expect(verdict).toMatchObject({ kind: 'repeated-io', count: 50, concurrency: 50 });
    expect(verdict.headline).toContain('50 × 127.0.0.1:5432 (database), all at once, in R.find');
  });

  it('counts no more calls at a time than there are connections', () => {
    const spans = nested();
    for (let i = 0; i < 50; i++) spans.push(spanOf('R.find', 0, 1_001, 1_021 + i * 6));
    const slices = [slice(1_000, 1_001)];
    for (let i = 0; i < 50; i++)
      slices.push({ ...slice(1_021 + i * 6, 1_021.5 + i * 6, 1 + i, DATABASE), connection: 1 + (i % 5) });
    expect(diagnosisOf({ spans, slices, end: 1_320 }).verdict).toMatchObject({ count: 50, concurrency: 5 });
  });

  it('counts the overlapping calls of an aggregated span', () => {
    const spans = [...nested(), spanOf('R.find', 0, 1_000, 1_400, { count: 19, totalMs: 4_000 })];
    expect(diagnosisOf({ spans, slices: loop(19, 20, DATABASE), end: 1_400 }).verdict).toMatchObject({
      kind: 'repeated-io',
      count: 19,
      concurrency: 10,
    });
  });

  describe('counts the replies in one span', () => {
    /** Waits of these lengths, each ended by a reply, with one millisecond of code after each. */
    const replies = (count: number, waitMs: (i: number) => number, connection: (i: number) => number): Slice[] => {
      const slices = [slice(1_000, 1_001, 1)];
      let at = 1_001;
      for (let i = 0; i < count; i++) {
        at += waitMs(i);
        slices.push({ ...slice(at, ++at, 1, DATABASE), connection: connection(i) });
      }
      return slices;
    };
    const verdictOf = (slices: Slice[]) =>
      diagnosisOf({ spans: nested('S.all'), slices, end: slices.at(-1)?.end ?? 0 }).verdict;

    it('of one connection, however long some of them took', () => {
      const verdict = verdictOf(
        replies(
          60,
          i => (i === 5 || i === 20 ? 80 : 5),
          () => 1,
        ),
      );
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 60, ms: 290 });
      expect(verdict.headline).toBe(
        '60 × 127.0.0.1:5432 (database), one after another, in S.all: 5.0 ms each, 290 ms (57 %), without 2 much longer ones; also 160 ms (31 %) waiting for 2 calls of 127.0.0.1:5432 (database), one after another, in S.all',
      );
    });

    it('of different lengths', () => {
      const verdict = verdictOf(
        replies(
          40,
          i => (i % 4 === 0 ? 25 : 1.5),
          () => 1,
        ),
      );
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 40, ms: 295 });
      expect(verdict.headline).toContain('one after another, in S.all: 1.5 ms to 25 ms each');
    });

    it('of a pool that uses its connections in turn', () => {
      const verdict = verdictOf(
        replies(
          40,
          () => 5,
          i => 1 + (i % 10),
        ),
      );
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 40 });
      expect(verdict).not.toHaveProperty('concurrency');
    });

    it('of calls at the same time, where several replies arrive together', () => {
      const verdict = verdictOf(
        replies(
          60,
          i => (i % 10 === 0 ? 20 : 0),
          i => 1 + (i % 10),
        ),
      );
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 60, concurrency: 10 });
      expect(verdict.headline).toBe(
        '60 × 127.0.0.1:5432 (database), 10 at a time, in S.all: 120 ms (66 %); also 61 ms (34 %) running code in S.all',
      );
    });

    it('of one connection that got all requests before it answered', () => {
      const slices = replies(
        60,
        () => 6,
        () => 1,
      ).map((each, i): Slice => (i > 1 ? { ...each, isPipelined: true } : each));
      const verdict = verdictOf(slices);
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 60, concurrency: 60 });
      expect(verdict.headline).toContain('60 × 127.0.0.1:5432 (database), all at once, in S.all');
    });

    it('of calls at the same time, although each reply in turn is awaited for about as long', () => {
      const slices = replies(
        60,
        () => 9,
        i => 1 + (i % 10),
      ).map((each, i): Slice => (i > 10 ? { ...each, isTogether: true } : each));
      expect(verdictOf(slices)).toMatchObject({ kind: 'repeated-io', count: 60, concurrency: 10 });
    });

    it('not the pieces of one reply', () => {
      const slices = replies(
        40,
        () => 20,
        () => 1,
      ).map((each, i): Slice => (i % 20 === 1 ? each : slice(each.start, each.end, each.span, each.cause)));
      const verdict = verdictOf(slices);
      expect(verdict).toMatchObject({ kind: 'io' });
      expect(verdict.headline).toContain('2 calls of 127.0.0.1:5432 (database), one after another');
    });

    it('not the waits for a free connection, which a reply to another execution ended', () => {
      const slices = [slice(1_000, 1_001, 1)];
      for (let i = 0; i < 40; i++) {
        slices.push(slice(1_011 + i * 22, 1_012 + i * 22, 1, DATABASE));
        slices.push({ ...slice(1_022 + i * 22, 1_023 + i * 22, 1, DATABASE), connection: 1 + (i % 3) });
      }
      expect(verdictOf(slices)).toMatchObject({ kind: 'repeated-io', count: 40, ms: 800 });
    });

    it('apart for each server', () => {
      const slices = replies(
        24,
        () => 5,
        () => 1,
      ).map((each, i) =>
        i > 0 && i % 2 === 0 ? { ...each, cause: wake('cache', 'redis:6379'), connection: 2 } : each,
      );
      const { verdict, findings } = diagnosisOf({ spans: nested('S.all'), slices, end: slices.at(-1)?.end ?? 0 });
      expect([verdict, ...findings].filter(({ kind }) => kind === 'repeated-io').map(({ count }) => count)).toEqual([
        12, 12,
      ]);
    });
  });

  it('separates the repeated and the single waits for one operation, and counts neither twice', () => {
    const slices = [...loop(20, 9, DATABASE), slice(1_701, 1_702, 2, DATABASE)];
    const { verdict, findings } = diagnosisOf({
      spans: [...nested('R.find'), spanOf('R.count', 0, 1_200, 1_702)],
      slices,
      end: 1_702,
    });
    expect(verdict).toMatchObject({ kind: 'io', ms: 500 });
    expect(verdict.headline).toContain('in R.count');
    expect(findings[0]).toMatchObject({ kind: 'repeated-io', ms: 180, count: 20 });
  });

  it('names the method that called, and the time of calls at once over HTTP', () => {
    const spans = nested('Prices.all', 'Prices.priceOf');
    const slices = loop(20, 49, wake('http', 'pricing:80'), () => 2).map(each => ({ ...each, connection: 1 }));
    const { verdict } = diagnosisOf({ spans, slices, end: 2_001 });
    expect(verdict.headline).toBe(
      '20 × pricing:80 (HTTP), one after another, in Prices.priceOf, called by Prices.all: 49 ms each, 980 ms (98 %); at once they would take about 49 ms',
    );
  });

  it('names the outermost method that is repeated, below which the calls are', () => {
    const spans = nested('Page.load');
    for (let i = 0; i < 12; i++) {
      const [start, end] = [1_001 + 21 * i, 1_022 + 21 * i];
      for (const [depth, name] of ['Order.customer', 'Customers.find', 'Rows.one'].entries())
        spans.push(spanOf(name, depth === 0 ? 1 : spans.length - 1, start, end));
    }
    const { verdict } = diagnosisOf({ spans, slices: loop(12, 20, DATABASE, i => 4 + 3 * i), end: 1_254 });
    expect(verdict).toMatchObject({ kind: 'repeated-io', count: 12 });
    expect(verdict.headline).toContain('in Rows.one, called by Order.customer: ');
  });

  describe('counts operations', () => {
    const statement = (label: string, start: number, end: number): RecordedOperation =>
      operation(label, start, end, { on: 'database', system: 'postgresql', peer: WIRE, span: 1 });
    const WOKEN = wake('database', WIRE);

    /** Rounds of a loop with one call of each label, which takes so many milliseconds. */
    const rounds = (count: number, calls: readonly (readonly [label: string, ms: number])[]) => {
      const operations: RecordedOperation[] = [];
      const slices = [slice(1_000, 1_001, 1)];
      let at = 1_001;
      for (let i = 0; i < count; i++)
        for (const [label, ms] of calls) {
          operations.push(statement(label, at, at + ms));
          slices.push(slice(at + ms, at + ms + 1, 1, WOKEN));
          at += ms + 1;
        }
      return diagnosisOf({ spans: nested('S.all'), slices, operations, end: at });
    };
    const repeatedIn = ({ verdict, findings }: ReturnType<typeof rounds>) =>
      [verdict, ...findings].filter(({ kind }) => kind === 'repeated-io');

    it('of one loop together, the longest first', () => {
      const repeated = repeatedIn(
        rounds(12, [
          ['select a', 4],
          ['select b', 20],
        ]),
      );
      expect(repeated).toHaveLength(1);
      expect(repeated[0]).toMatchObject({ subject: 'select b', count: 12, ms: 288 });
      expect(repeated[0]?.headline).toBe(
        `12 × select b (PostgreSQL ${WIRE}) and 12 × select a (PostgreSQL ${WIRE}), one after another, in S.all: 24 ms for both, 288 ms (92 %); in one query or at once they would take about 24 ms`,
      );
    });

    it('of one loop together, and names two of them', () => {
      const [repeated] = repeatedIn(
        rounds(12, [
          ['select a', 4],
          ['select b', 20],
          ['select c', 9],
          ['select d', 3],
        ]),
      );
      expect(repeated).toMatchObject({ subject: 'select b', count: 12, ms: 432 });
      expect(repeated?.headline).toMatch(
        /^12 × select b .+ and 12 × select c .+ and 24 others, one after another, in S.all: 36 ms for all 4, /,
      );
    });

    it('of different numbers apart', () => {
      const more = Array.from({ length: 3 }, () => ['select a', 4] as const);
      const repeated = repeatedIn(rounds(12, [...more, ['select b', 20]]));
      expect(repeated.map(({ subject, count }) => [subject, count])).toEqual([
        ['select b', 12],
        ['select a', 36],
      ]);
    });

    /** A batch of calls 10 at a time, and others alone after it. */
    const batch = (together: number, alone: number) => {
      const operations: RecordedOperation[] = [];
      const slices = [slice(1_000, 1_001, 1)];
      for (let i = 0; i < together; i++) {
        const end = 1_021 + 2 * i;
        operations.push(statement('select a', end - 20, end));
        slices.push(slice(end, end + 0.5, 1, WOKEN));
      }
      let at = 1_021 + 2 * together;
      for (let i = 0; i < alone; i++) {
        operations.push(statement('select a', at, at + 20));
        slices.push(slice(at + 20, at + 20.5, 1, WOKEN));
        at += 21;
      }
      return repeatedIn(diagnosisOf({ spans: nested('S.all'), slices, operations, end: at }));
    };

    it('of a batch with the few that had no other beside them', () => {
      expect(batch(37, 3)).toMatchObject([{ count: 40, concurrency: 10 }]);
    });

    it('of a batch without the calls one after another beside it', () => {
      expect(
        batch(37, 12)
          .map(({ count, concurrency = 1 }) => [count, concurrency])
          .sort(),
      ).toEqual([
        [12, 1],
        [37, 10],
      ]);
    });
  });
});
