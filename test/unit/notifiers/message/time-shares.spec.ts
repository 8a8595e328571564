import { describe, expect, it } from '@jest/globals';
import { timeShares } from '../../../../lib/notifiers/message/time-shares.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

function textOf(pieces: ReturnType<typeof timeShares>): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : piece.data)).join('');
}

describe('timeShares', () => {
  const { accounting } = nPlusOneReport();

  it('names the largest parts, largest first', () => {
    expect(textOf(timeShares(accounting))).toBe(
      '78 % database 10.0.3.12:5432, 13 % own code, 5.6 % event loop blocked by others, 2.1 % HTTP pricing.internal:443',
    );
  });

  it('adds waits up by kind', () => {
    const waiting = [
      { on: 'fs', label: 'a', ms: 600, count: 1 },
      { on: 'fs', label: 'b', ms: 300, count: 1 },
    ] as const;
    const pieces = timeShares({ ...accounting, durationMs: 1_000, cpuMs: 100, gcMs: 0, blockedMs: 0, waiting });
    expect(textOf(pieces)).toBe('90 % file system a and 1 more, 10 % own code');
  });

  it('states that nothing was recorded', () => {
    expect(timeShares({ ...accounting, durationMs: 0 })).toEqual(['nothing was recorded']);
  });
});
