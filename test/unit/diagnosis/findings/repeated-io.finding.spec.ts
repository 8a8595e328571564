import { describe, expect, it } from '@jest/globals';
import { nested, slice, spanOf, wake } from '../recordings.js';
import { diagnosisOf, loop } from './diagnosis-of.js';

const DATABASE = wake('database', '127.0.0.1:5432');

describe('repeated-io', () => {
  it('counts waits one after another in one span', () => {
    const { verdict } = diagnosisOf({
      spans: nested('OrdersRepository.findOne'),
      slices: loop(240, 3, DATABASE),
      end: 1_961,
    });
    expect(verdict).toMatchObject({
      kind: 'repeated-io',
      count: 240,
      subject: '127.0.0.1:5432',
      headline: '75 % waiting for 240 × 127.0.0.1:5432 (database), one after another, in OrdersRepository.findOne',
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

  it('does not count calls of one span made at the same time: only the first wait is long', () => {
    const slices = [slice(1_000, 1_001, 1)];
    for (let i = 0; i < 50; i++) slices.push(slice(1_301 + i, 1_301.8 + i, 1, DATABASE));
    expect(diagnosisOf({ spans: nested('S.all'), slices, end: 1_360 }).verdict.kind).toBe('io');
  });

  it('does not count overlapping spans, even with waits of the same length', () => {
    const spans = nested();
    for (let i = 0; i < 50; i++) spans.push(spanOf('R.find', 0, 1_001, 1_021 + i * 6));
    const slices = [slice(1_000, 1_001)];
    for (let i = 0; i < 50; i++) slices.push(slice(1_021 + i * 6, 1_021.5 + i * 6, 1 + i, DATABASE));
    expect(diagnosisOf({ spans, slices, end: 1_320 }).verdict.kind).toBe('io');
  });

  it('does not count the overlapping calls of an aggregated span', () => {
    const spans = [...nested(), spanOf('R.find', 0, 1_000, 1_400, { count: 19, totalMs: 4_000 })];
    expect(diagnosisOf({ spans, slices: loop(19, 20, DATABASE), end: 1_400 }).verdict.kind).toBe('io');
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
});
