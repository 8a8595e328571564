import { describe, expect, it } from '@jest/globals';
import type { RecordedLock, RecordedOperation } from '../../../../lib/recorder/recording.interface.js';
import { diagnosisOf } from '../findings/diagnosis-of.js';
import { nested, operation, slice, wake } from '../recordings.js';

const UPDATE = 'UPDATE stock SET amount = ?';
const by = { id: 7, kind: 'http', name: 'POST /import' } as const;

/** One update that the execution waits for from 1 010 to 1 910. */
const verdictOf = (found: Partial<RecordedLock>, more: Partial<RecordedOperation> = {}) =>
  diagnosisOf({
    spans: nested('Stock.take'),
    slices: [slice(1_000, 1_010, 1), slice(1_910, 2_000, 1, wake('database', '10.0.0.9:5432 (PostgreSQL)'))],
    operations: [
      operation(UPDATE, 1_010, 1_910.1, {
        on: 'database',
        system: 'postgresql',
        peer: 'db:5432/shop',
        wire: '10.0.0.9:5432',
        span: 1,
        lock: { by, table: 'stock', isCertain: false, ...found },
        ...more,
      }),
    ],
  }).verdict;

describe('a lock', () => {
  it('is named when the statement ended with the transaction that held it', () => {
    expect(verdictOf({ endedAt: 1_900 })).toMatchObject({
      kind: 'io',
      subject: UPDATE,
      headline:
        'One UPDATE stock SET amount = ? (PostgreSQL db:5432/shop) took 900 ms (90 %), called in Stock.take, probably because of a lock in stock that POST /import held',
      lock: { name: 'POST /import', table: 'stock', certain: false },
    });
  });

  it('may be given back a round trip after the answer', () => {
    expect(verdictOf({ endedAt: 1_912 })).toHaveProperty('lock');
  });

  it.each([
    ['the transaction went on', undefined],
    ['the transaction ended later', 1_950],
    ['the transaction ended long before', 1_200],
  ])('is not named when %s', (_, endedAt) => {
    const verdict = verdictOf(endedAt === undefined ? {} : { endedAt });
    expect(verdict).toMatchObject({ subject: UPDATE });
    expect(verdict).not.toHaveProperty('lock');
    expect(verdict.headline).toMatch(/called in Stock.take$/);
  });

  it('is named when the statement failed while the transaction went on', () => {
    expect(verdictOf({}, { failed: 1 })).toHaveProperty('lock');
  });

  it('is certain when the database has confirmed it, whatever the statements of the other transaction show', () => {
    for (const endedAt of [1_900, 1_950, undefined]) {
      const verdict = verdictOf({ isCertain: true, ...(endedAt !== undefined && { endedAt }) });
      expect(verdict).toMatchObject({ lock: { name: 'POST /import', table: 'stock', certain: true } });
      expect(verdict.headline).toMatch(/, because of a lock in stock that POST \/import held$/);
    }
  });

  it('explains no statement that ran on for longer after it', () => {
    expect(verdictOf({ isCertain: true, endedAt: 1_200 })).not.toHaveProperty('lock');
  });

  it('can belong to no table', () => {
    const { headline } = verdictOf({ isCertain: true, table: 'advisory lock' });
    expect(headline).toMatch(/, because of an advisory lock that POST \/import held$/);
  });
});
