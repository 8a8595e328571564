import { describe, expect, it } from '@jest/globals';
import { alertLine } from '../../../lib/alerts/alert-line.js';
import { alertOf, reportOf } from './fixtures.js';

describe('alertLine', () => {
  it('contains the execution, the durations, the verdict and the files', () => {
    expect(alertLine(alertOf(), ['/r/a.html', '/r/a.json'], true)).toBe(
      'Slow: GET /orders/:id took 1.84 s (threshold 1.00 s): 78 % waiting for PostgreSQL. Report: /r/a.html (also .json)',
    );
  });

  it('says of an execution that hangs that it goes on', () => {
    const report = reportOf();
    const verdict = { ...report.verdict, headline: 'Still running after 30.2 s; Carrier.quote is waiting' };
    const execution = { ...report.execution, durationMs: 30_200, stuck: true as const };
    expect(alertLine(alertOf({ report: { ...report, execution, verdict } }), [], true)).toBe(
      'Stuck: GET /orders/:id (threshold 1.00 s): Still running after 30.2 s; Carrier.quote is waiting.',
    );
  });

  it('contains the repeats and the victims', () => {
    const repeats = { count: 412, worstMs: 4_200, since: '2026-11-23T09:00:00.000Z' };
    const victims = ['a', 'b', 'c', 'd'].map(name => ({ name: `GET /${name}`, durationMs: 640 }));
    expect(alertLine(alertOf({ repeats, victims }), [], true)).toMatch(
      /\. 412 more since 2026-11-23T09:00:00.000Z, worst 4.20 s\. Held up: GET \/a \(640 ms\), .* and 1 more\.$/,
    );
  });

  it('states that no notifier delivered', () => {
    expect(alertLine(alertOf(), [], false)).toMatch(/PostgreSQL\. No notifier delivered this alert\.$/);
  });

  it('is one line of bounded length for any name', () => {
    const evil = `x\r\n[Nest] ERROR faked\u2028\u001b[31m${'y'.repeat(100_000)}`;
    const report = { ...reportOf({ name: evil }), verdict: { ...reportOf().verdict, headline: evil } };
    const line = alertLine(
      alertOf({ report }),
      Array.from({ length: 100 }, () => evil),
      true,
    );
    expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(line.length).toBeLessThan(5_000);
  });
});
