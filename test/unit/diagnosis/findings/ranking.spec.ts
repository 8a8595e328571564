import { describe, expect, it } from '@jest/globals';
import type { Slice, WakeCause } from '../../../../lib/recorder/recording.interface.js';
import { nested, slice, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('the ranking of many small waits', () => {
  /** One wait of 40 ms for each cause, with 1 ms of code after it. */
  const waits = (causes: readonly WakeCause[], from = 1_000, spanAt: (i: number) => number = () => 0): Slice[] =>
    causes.map((cause, i) => slice(from + 40 + i * 41, from + 41 + i * 41, spanAt(i), cause));
  const hosts = (count: number) => Array.from({ length: count }, (_, i) => wake('http', `h${i}`));

  it('merges waits of one kind when their sum is the largest', () => {
    const slices = [slice(1_000, 1_100), ...waits(hosts(15), 1_100)];
    const { verdict, findings } = diagnosisOf({ slices });
    expect(verdict).toEqual({
      kind: 'io',
      subject: 'h0',
      ms: 600,
      share: 0.6,
      headline: '600 ms (60 %) in 15 different waits, the longest 40 ms (4 %) waiting for h0 (HTTP) in GET /orders',
    });
    expect(findings.map(({ kind, ms }) => [kind, ms])).toEqual([
      ['unexplained', 285],
      ['cpu', 115],
    ]);
  });

  it('merges timers of many spans', () => {
    const spans = nested(...Array.from({ length: 15 }, (_, i) => `S${i}.wait`));
    const timers = Array.from({ length: 15 }, () => wake('timer', 'setTimeout'));
    const { verdict } = diagnosisOf({ spans, slices: [slice(1_000, 1_385), ...waits(timers, 1_385, i => i + 1)] });
    expect(verdict).toMatchObject({ kind: 'timer', ms: 600, subject: 'S0.wait' });
  });

  it('merges waits of all kinds before a smaller unexplained rest, but not before a larger one', () => {
    const kinds = (['http', 'fs', 'dns', 'database', 'cache', 'network', 'threadpool', 'pool'] as const).flatMap(on => [
      wake(on, `${on}1`),
      wake(on, `${on}2`),
    ]);
    const slices = [slice(1_000, 1_001), ...waits(kinds, 1_001)];
    const { verdict, findings } = diagnosisOf({ slices });
    expect(verdict).toMatchObject({ kind: 'io', ms: 640 });
    expect(verdict.headline).toMatch(/^640 ms \(64 %\) in 16 different waits, the longest 40 ms \(4 %\) waiting for /);
    expect(findings[0]).toMatchObject({ kind: 'unexplained' });
    expect(diagnosisOf({ slices, end: 2_400 }).verdict).toMatchObject({ kind: 'unexplained' });
  });

  it('merges the two findings about a slow client', () => {
    const slices = [slice(1_000, 1_010), slice(1_300, 1_310, 0, wake('client')), slice(1_720, 1_730, 0)];
    const { verdict } = diagnosisOf({ slices, awaitsInput: true, inputReceivedAt: 1_300, outputHandedOverAt: 1_730 });
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body', ms: 560 });
  });

  it('merges nothing when a single wait is the largest', () => {
    const slices = [...waits(hosts(3)), slice(1_500, 1_501, 0, wake('fs'))];
    expect(diagnosisOf({ slices, end: 1_501 }).verdict).toMatchObject({ kind: 'io', subject: 'fs', ms: 377 });
    const large = [...waits(hosts(9)), slice(1_869, 1_870, 0, wake('http', 'slow'))];
    expect(diagnosisOf({ slices: large, end: 1_870 }).verdict).toMatchObject({ subject: 'slow', ms: 500 });
  });
});
