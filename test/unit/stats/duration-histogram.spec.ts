import { describe, expect, it } from '@jest/globals';
import { DurationHistogram } from '../../../lib/stats/duration-histogram.js';

function histogramOf(...durations: number[]): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const duration of durations) histogram.add(duration);
  return histogram;
}

describe('DurationHistogram', () => {
  it('returns every duration from 1 µs to 1 h within 5 %', () => {
    for (let duration = 0.001; duration <= 3_600_000; duration *= 1.013) {
      // A much longer second duration, so that the exact maximum is not the result.
      const median = histogramOf(duration, 1e9).percentile(0.5);
      expect(Math.abs(median - duration) / duration).toBeLessThanOrEqual(0.0500001);
    }
  });

  it('uses the nearest rank', () => {
    const histogram = histogramOf(...Array.from({ length: 100 }, (_, index) => index + 1));
    expect(histogram.percentile(0.5)).toBeGreaterThan(50 * 0.95);
    expect(histogram.percentile(0.5)).toBeLessThan(50 * 1.05);
    expect(histogram.percentile(0.95)).toBeGreaterThan(95 * 0.95);
    expect(histogram.percentile(0.95)).toBeLessThan(95 * 1.05);
    expect(histogram.percentile(1)).toBeLessThanOrEqual(100);
  });

  it('returns no more than the longest', () => {
    expect(histogramOf(1000).percentile(0.99)).toBeLessThanOrEqual(1000);
  });

  it('counts durations outside its range at its ends', () => {
    const histogram = histogramOf(0, -5, Number.NaN, 1e-9, 7_200_000);
    expect(histogram.count).toBe(5);
    expect(histogram.maxMs).toBe(7_200_000);
    expect(histogram.percentile(0.5)).toBe(0.001);
    expect(histogram.percentile(1)).toBe(7_200_000);
  });

  it('returns 0 when empty', () => {
    expect(histogramOf().percentile(0.95)).toBe(0);
    expect(histogramOf().maxMs).toBe(0);
  });
});
