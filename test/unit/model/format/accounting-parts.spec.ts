import { describe, expect, it } from '@jest/globals';
import { accountingParts } from '../../../../lib/model/format/accounting-parts.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

describe('accountingParts', () => {
  const { accounting } = nPlusOneReport();

  it('adds up to the duration', () => {
    const sum = accountingParts(accounting).reduce((total, { ms }) => total + ms, 0);
    expect(sum).toBeCloseTo(accounting.durationMs, 6);
  });

  it('names each part in plain words', () => {
    expect(accountingParts(accounting).map(({ name }) => name)).toEqual([
      'Own code',
      'Garbage collection',
      'Event loop blocked by others',
      'No processor',
      'Waiting: database',
      'Waiting: HTTP',
      'Waiting: DNS',
      'Waiting for the client',
      'Unexplained',
    ]);
  });

  it('has label and count for waits only', () => {
    const [own, , , , wait] = accountingParts(accounting);
    expect(own).toEqual({ type: 'own', name: 'Own code', ms: accounting.cpuMs });
    expect(wait).toEqual({
      type: 'database',
      name: 'Waiting: database',
      label: '10.0.3.12:5432',
      ms: 1432,
      count: 240,
    });
  });
});
