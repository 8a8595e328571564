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

  it('say of an execution that hangs that it goes on', () => {
    const report = reportOf();
    const execution = { ...report.execution, stuck: true as const };
    expect(alertFacts(alertOf({ report: { ...report, execution } }), {}).endpoint.value).toContain(' still running');
  });
});
