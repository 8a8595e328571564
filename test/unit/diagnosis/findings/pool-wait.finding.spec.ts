import { describe, expect, it } from '@jest/globals';
import type { RecordedHolding, RecordedPool } from '../../../../lib/recorder/recording.interface.js';
import { nested, operation, slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const POOL = 'pg 10.0.0.9:5432/shop';
const heldBy = (name: string, start: number, end: number, more: Partial<RecordedHolding> = {}): RecordedHolding => ({
  start,
  end,
  by: { id: 7, kind: 'http', name },
  ...more,
});

/** One wait from 1 100 to 1 720 in `Orders.find`. */
const verdictOf = (pool?: RecordedPool) =>
  diagnosisOf({
    end: 1_800,
    spans: nested('Orders.find'),
    slices: [slice(1_000, 1_100, 1), slice(1_720, 1_800, 1, wake('database', '10.0.0.9:5432 (PostgreSQL)'))],
    operations: [
      operation(POOL, 1_100, 1_719.9, { on: 'pool', system: 'pg', span: 1, wire: undefined, ...(pool && { pool }) }),
    ],
  }).verdict;

describe('pool-wait', () => {
  it('names the pool and the span that waited', () => {
    const { verdict } = diagnosisOf({
      spans: nested('G.canActivate'),
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('pool', 'pg'))],
    });
    expect(verdict).toMatchObject({
      kind: 'pool-wait',
      subject: 'pg',
      headline: 'Waited 800 ms (80 %) for a connection of the pg pool, in G.canActivate',
    });
    expect(verdict).not.toHaveProperty('holders');
  });

  it('names those who held the connections, and for how long', () => {
    const revenue = Array.from({ length: 8 }, (_, i) => heldBy('GET /reports/revenue', -180 + i / 1_000, 1_720));
    const others = [heldBy('GET /a', 1_000, 1_720), { start: 1_100, end: 1_720 }];
    expect(verdictOf({ inUse: 10, size: 10, holdings: [...others, ...revenue] })).toMatchObject({
      kind: 'pool-wait',
      subject: POOL,
      headline:
        'Waited 620 ms (78 %) for a connection of the pg pool (10 of 10 in use, 8 by GET /reports/revenue for 1.90 s), in Orders.find',
      holders: [
        { name: 'GET /reports/revenue', count: 8, ms: expect.closeTo(1_900, 1) },
        { name: 'GET /a', count: 1, ms: 720 },
        { name: 'code outside any watched execution', count: 1, ms: 620 },
      ],
    });
  });

  it('adds up those who held one connection after another', () => {
    const inTurn = [heldBy('GET /a', 1_050, 1_300), heldBy('GET /a', 1_300, 1_500), heldBy('GET /a', 1_500, 1_720)];
    expect(verdictOf({ inUse: 1, size: 1, holdings: inTurn })).toMatchObject({
      headline:
        'Waited 620 ms (78 %) for a connection of the pg pool (1 of 1 in use, by GET /a for 670 ms), in Orders.find',
      holders: [{ name: 'GET /a', count: 1, ms: 670 }],
    });
  });

  it('names the work of the threads of the thread pool', () => {
    const jobs = Array.from({ length: 40 }, (_, i) =>
      heldBy('GET /hash', 1_100 + 62 * (i >> 2), 1_162 + 62 * (i >> 2), { job: 'crypto pbkdf2' }),
    );
    const { verdict } = diagnosisOf({
      end: 1_800,
      spans: nested('Files.read'),
      slices: [slice(1_000, 1_100, 1), slice(1_740, 1_800, 1, wake('fs', 'file system'))],
      operations: [
        operation('thread pool', 1_100, 1_720, {
          on: 'pool',
          system: 'node',
          span: 1,
          wire: undefined,
          pool: { inUse: 4, size: 4, holdings: jobs },
        }),
      ],
    });
    expect(verdict).toMatchObject({
      kind: 'pool-wait',
      subject: 'thread pool',
      headline:
        'Waited 620 ms (78 %) for a thread of the thread pool (4 of 4 in use, all by GET /hash for 620 ms: 40 × pbkdf2), in Files.read',
      holders: [{ name: 'GET /hash', count: 4, ms: 620 }],
    });
  });

  it('states that the execution waited for itself', () => {
    const own = heldBy('GET /orders', 1_010, 1_720, { isOwn: true });
    expect(verdictOf({ inUse: 2, holdings: [own, { ...own, start: 1_011 }] }).headline).toBe(
      'Waited 620 ms (78 %) for a connection of the pg pool (2 in use, all by this execution itself for 710 ms), in Orders.find',
    );
  });

  it('lists five names at most', () => {
    const many = Array.from({ length: 9 }, (_, i) => heldBy(`GET /${i}`, 1_000 + i, 1_720));
    expect(verdictOf({ inUse: 9, size: 9, holdings: many }).holders).toHaveLength(5);
  });

  it('counts the waits', () => {
    const starts = Array.from({ length: 5 }, (_, i) => 1_000 + i * 200);
    const { verdict } = diagnosisOf({
      spans: nested('Orders.find'),
      slices: starts.map(start => slice(start, start + 10, 1, wake('timer'))),
      operations: starts.map(start => operation(POOL, start + 5, start + 200, { on: 'pool', system: 'pg', span: 1 })),
    });
    expect(verdict.headline).toMatch(/^Waited 5 times, 950 ms \(95 %\) for a connection/);
  });
});
