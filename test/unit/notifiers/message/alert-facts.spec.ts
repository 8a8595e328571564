import { describe, expect, it } from '@jest/globals';
import type { EndedBy, ExecutionOutcome } from '../../../../lib/model/execution.interface.js';
import { alertFacts, alertMessage } from '../../../../lib/notifiers/message/alert-facts.js';
import { alertOf, reportOf } from '../../alerts/fixtures.js';

const victim = (durationMs: number) => ({ name: 'GET /orders', durationMs });

describe('alertMessage', () => {
  it('begins with the endpoint and the duration', () => {
    expect(alertMessage(alertOf(), []).headline).toBe('GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.');
  });

  it('contains the victims, except in the report about one of them', () => {
    const headline = (victims: ReturnType<typeof victim>[], kind: 'cpu' | 'event-loop-blocked' = 'cpu') => {
      const verdict = { ...reportOf().verdict, kind, headline: 'renderCsv ran for 1.80 s (98 %)' };
      return alertMessage(alertOf({ victims, report: { ...reportOf(), verdict } }), []).headline;
    };
    expect(headline([victim(900)])).toMatch(/\(98 %\); held up GET \/orders, which took 900 ms$/);
    expect(headline([victim(900), victim(1_500)])).toMatch(/\(98 %\); held up 2 others, the slowest took 1\.50 s$/);
    expect(headline([victim(900)], 'event-loop-blocked')).toMatch(/\(98 %\)$/);
  });
});

describe('alertFacts', () => {
  it.each<[ExecutionOutcome, EndedBy | undefined, string]>([
    ['ok', undefined, ' answered 200'],
    ['ok', 'timeout', ' answered 200 after a timeout'],
    ['aborted', 'client', ' the client left'],
    ['aborted', 'timeout', ' closed after a timeout'],
    ['aborted', 'shutdown', ' ended with the server'],
  ])('contain the end: %s by %s', (outcome, endedBy, text) => {
    const report = reportOf();
    const execution = { ...report.execution, outcome, status: 200, ...(endedBy !== undefined && { endedBy }) };
    const { endpoint } = alertFacts(alertOf({ report: { ...report, execution } }), {});
    expect(endpoint.value).toContain(text);
  });

  it('contain links to the report where there are any, and its paths on the host else', () => {
    const link = 'https://reports.example.com/a.html';
    const reportRow = (place: Parameters<typeof alertFacts>[1]) => alertFacts(alertOf(), place).report.value;
    expect(reportRow({ files: [link] })).toEqual([{ data: link, whole: true, link: true }]);
    expect(reportRow({ files: ['/r/a.html'] })).toEqual(['on the host, ', { data: '/r/a.html', whole: true }]);
    expect(reportRow({ files: [link, '/r/a.html'] })).toEqual([{ data: link, whole: true, link: true }]);
    const stored = 's3://acme/shop/a.html';
    expect(reportRow({ files: [stored, '/r/a.html'] })).toEqual([{ data: stored, whole: true }]);
    expect(reportRow({ attached: true, files: [link] })).toEqual([
      'attached: save it and open it in a browser',
      '; ',
      { data: link, whole: true, link: true },
    ]);
    expect(reportRow({ attached: true, files: ['/r/a.html'] })).toHaveLength(1);
  });

  it('have the time in the queue as duration of a job that was queued too long', () => {
    const report = reportOf({ durationMs: 80, queuedMs: 240_000, queueThresholdMs: 60_000 });
    const verdict = { ...report.verdict, kind: 'queued' as const, ms: 240_000 };
    expect(alertFacts(alertOf({ report: { ...report, verdict } }), {}).duration.value[0]).toBe(
      '4 min; the threshold is 1 min, 4 times it, in the queue; then 80 ms',
    );
  });

  it('say of an execution that hangs that it goes on', () => {
    const report = reportOf();
    const execution = { ...report.execution, stuck: true as const };
    expect(alertFacts(alertOf({ report: { ...report, execution } }), {}).endpoint.value).toContain(' still running');
  });
});
