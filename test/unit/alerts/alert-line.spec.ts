import { describe, expect, it } from '@jest/globals';
import { alertLine } from '../../../lib/alerts/alert-line.js';
import { alertOf, reportOf } from './fixtures.js';

describe('alertLine', () => {
  it('contains the execution, the durations, the verdict and the files', () => {
    expect(alertLine(alertOf(), ['/r/a.html', '/r/a.json'], true)).toBe(
      'Slow: GET /orders/:id took 1.84 s (threshold 1.00 s): 78 % waiting for PostgreSQL. Report: /r/a.html (also .json)',
    );
  });

  it.each([
    [['/r.d/a.speedscope.json', '/r.d/a.html', '/r.d/a.json'], '/r.d/a.speedscope.json (also .html, .json)'],
    [['/r/a.html', '/r/a.pb.gz', '/r/a.trace.json', '/r/b.json'], '/r/a.html (also .pb.gz, .trace.json), /r/b.json'],
    [['/r/a', '/r/a'], '/r/a, /r/a'],
  ])('has the path of one format and the extensions of the others: %j', (files, text) => {
    expect(/ Report: (.*)$/.exec(alertLine(alertOf(), files, true))?.[1]).toBe(text);
  });

  it('says of an execution that hangs that it goes on', () => {
    const report = reportOf();
    const verdict = { ...report.verdict, headline: 'Still running after 30.2 s; Carrier.quote is waiting' };
    const execution = { ...report.execution, durationMs: 30_200, stuck: true as const };
    expect(alertLine(alertOf({ report: { ...report, execution, verdict } }), [], true)).toBe(
      'Stuck: GET /orders/:id (threshold 1.00 s): Still running after 30.2 s; Carrier.quote is waiting.',
    );
  });

  it('has the threshold of the queue for an execution that was queued too long', () => {
    const report = reportOf({ name: 'job mail/late', durationMs: 80, queuedMs: 240_000, queueThresholdMs: 60_000 });
    const headline = 'Waited 4 min in the queue mail before it began';
    const verdict = { kind: 'queued' as const, headline, subject: 'mail', ms: 240_000, share: 0.99 };
    expect(alertLine(alertOf({ report: { ...report, verdict } }), [], true)).toBe(
      'Queued: job mail/late (threshold 1 min): Waited 4 min in the queue mail before it began.',
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
