import { describe, expect, it } from '@jest/globals';
import { SlowTally } from '../../../lib/stats/slow-tally.js';

function tally(): SlowTally {
  const counts = new SlowTally();
  counts.switchOn();
  return counts;
}

describe('SlowTally', () => {
  it('returns count, suppressed and durations of each endpoint, the highest cost first', () => {
    const counts = tally();
    counts.slow('http', 'GET /rare', 5_000);
    for (let time = 1; time <= 20; time += 1) counts.slow('http', 'GET /often', time * 100);
    counts.alerted('http', 'GET /often');
    const { endpoints } = counts.take();
    expect(endpoints.map(({ name, slow, suppressed, worstMs }) => [name, slow, suppressed, worstMs])).toEqual([
      ['GET /often', 20, 19, 2_000],
      ['GET /rare', 1, 1, 5_000],
    ]);
    expect(Math.abs((endpoints[0]?.p95Ms ?? 0) - 1_900)).toBeLessThanOrEqual(95);
  });

  it('starts again with each digest', () => {
    const counts = tally();
    counts.slow('http', 'a', 1);
    const first = counts.take();
    expect(counts.take().endpoints).toEqual([]);
    expect(counts.take().since.getTime()).toBeGreaterThanOrEqual(first.since.getTime());
  });

  it('omits an endpoint whose only alert was about the period before', () => {
    const counts = tally();
    counts.alerted('http', 'a');
    expect(counts.take().endpoints).toEqual([]);
  });

  it('counts nothing before it is switched on', () => {
    const counts = new SlowTally();
    counts.slow('http', 'a', 1);
    counts.alerted('http', 'a');
    expect(counts.take().endpoints).toEqual([]);
  });

  it('keeps 500 endpoints, and counts the rest as one', () => {
    const counts = tally();
    for (let index = 0; index < 2_000; index += 1) counts.slow('http', `GET /${index}`, 1);
    const { endpoints } = counts.take();
    expect(endpoints).toHaveLength(501);
    expect(endpoints.find(({ name }) => name === '(other)')?.slow).toBe(1_500);
  });
});
