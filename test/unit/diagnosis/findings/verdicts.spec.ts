import { describe, expect, it } from '@jest/globals';
import { nested, slice, spanOf, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

describe('verdicts', () => {
  it('start with unexplained when that is the largest finding', () => {
    const { verdict, findings } = diagnosisOf({ slices: [slice(1_000, 1_400)] });
    expect(verdict).toMatchObject({
      kind: 'unexplained',
      subject: '',
      ms: 600,
      headline: '600 ms (60 %) unexplained; also 400 ms (40 %) running code in GET /orders',
    });
    expect(findings.map(({ kind }) => kind)).toEqual(['cpu']);
  });

  it('have at least one finding, however small', () => {
    expect(diagnosisOf({ end: 1_000.5, slices: [slice(1_000, 1_000.4)] })).toMatchObject({
      verdict: { kind: 'cpu' },
      findings: [],
    });
    expect(diagnosisOf({ end: 1_000 }).verdict).toMatchObject({ ms: 0, share: 0 });
  });

  it('contain no second finding below 1 % or 1 ms, and at most ten findings', () => {
    const slices = [
      slice(1_000, 1_009.5),
      ...Array.from({ length: 20 }, (_, i) => slice(1_020 + i * 20, 1_020 + i * 20, 0, wake('http', `h${i}`))),
    ];
    const { verdict, findings } = diagnosisOf({ slices });
    expect(verdict.kind).toBe('unexplained');
    expect(findings).toHaveLength(9);
    expect(findings.every(({ ms }) => ms >= 10)).toBe(true);
    expect(findings.some(({ kind }) => kind === 'cpu')).toBe(false);
  });

  it('contain neither a small rest nor a few collections beside a cause', () => {
    const { verdict, findings, accounting } = diagnosisOf({
      slices: [slice(1_000, 1_960)],
      gcPauses: [{ start: 1_100, end: 1_120 }],
    });
    expect(verdict.kind).toBe('cpu');
    expect(findings).toEqual([]);
    expect(accounting).toMatchObject({ gcMs: 20, unexplainedMs: 40 });
  });

  it('name the second cause in the sentence of the first one, when it is half as large', () => {
    const slices = (ms: number) => [slice(1_000, 1_600), slice(1_600 + ms, 1_600 + ms, 0, wake('fs'))];
    const [large, small] = [diagnosisOf({ slices: slices(400) }), diagnosisOf({ slices: slices(200), end: 1_800 })];
    expect(large.verdict.headline).toMatch(/; also 400 ms \(40 %\) waiting for fs \(file system\) in GET \/orders$/);
    expect(small.verdict.headline).not.toContain('also');
  });

  it('never show 100 % for less than everything', () => {
    expect(diagnosisOf({ slices: [slice(1_000, 1_998)], frames: [], samples: [] }).verdict.headline).toMatch(
      /^998 ms \(99 %\) /,
    );
    expect(diagnosisOf({ slices: [slice(1_000, 2_000)] }).verdict.headline).toMatch(/^1\.00 s \(100 %\) /);
  });

  it('have headlines on one readable line, for any name', () => {
    const evil = `a\nb\u202e<script>\u0000${'x'.repeat(500)}`;
    const { verdict, tree, timeline } = diagnosisOf({
      name: evil,
      spans: [spanOf(evil, -1, 1_000, 2_000, { kind: 'execution' }), spanOf(evil, 0, 1_000, 2_000)],
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('database', evil))],
    });
    for (const text of [verdict.subject, tree.name, timeline.spans[1]?.name ?? '', timeline.waits[0]?.label ?? '']) {
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).toMatch(/^a b <script> x+…$/);
    }
    expect(verdict.headline).not.toMatch(/[\n\u0000\u202e]/);
  });

  it('accept names such as __proto__', () => {
    const { verdict, accounting } = diagnosisOf({
      spans: nested('__proto__', 'constructor'),
      slices: [slice(1_000, 1_100, 2), slice(1_900, 2_000, 2, wake('network', '__proto__'))],
    });
    expect(verdict).toMatchObject({
      subject: '__proto__',
      headline: '800 ms (80 %) waiting for __proto__ (network) in constructor',
    });
    expect(accounting.waiting[0]?.label).toBe('__proto__');
  });
});
