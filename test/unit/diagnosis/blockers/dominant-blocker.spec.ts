import { describe, expect, it } from '@jest/globals';
import { NO_PROCESSOR } from '../../../../lib/diagnosis/blockers/blocked-intervals.js';
import { dominantBlocker } from '../../../../lib/diagnosis/blockers/dominant-blocker.js';

const http = (id: number, name: string) => ({ id, kind: 'http', name }) as const;

describe('dominantBlocker', () => {
  it('is the endpoint that held the loop for more than half of the duration', () => {
    const intervals = [{ start: 0, end: 51, by: http(1, 'POST /export') }];
    expect(dominantBlocker(intervals, 100)).toEqual(http(1, 'POST /export'));
    expect(dominantBlocker(intervals, 102)).toBeUndefined();
  });

  it('adds up the executions of one endpoint', () => {
    const intervals = [
      { start: 0, end: 30, by: http(1, 'POST /export') },
      { start: 30, end: 60, by: http(2, 'POST /export') },
    ];
    expect(dominantBlocker(intervals, 100)?.name).toBe('POST /export');
  });

  it('does not add up several endpoints', () => {
    const intervals = [
      { start: 0, end: 40, by: http(1, 'POST /export') },
      { start: 40, end: 80, by: http(2, 'POST /import') },
      { start: 80, end: 100, by: { id: 3, kind: 'queue', name: 'POST /export' } as const },
    ];
    expect(dominantBlocker(intervals, 100)).toBeUndefined();
  });

  it('leaves out the time in which no endpoint could run', () => {
    const starved = [
      { start: 0, end: 30, by: NO_PROCESSOR },
      { start: 60, end: 90, by: NO_PROCESSOR },
    ];
    const held = { start: 30, end: 60, by: http(1, 'POST /export') };
    expect(dominantBlocker([...starved, held], 118)?.name).toBe('POST /export');
    expect(dominantBlocker([...starved, held], 122)).toBeUndefined();
    expect(dominantBlocker(starved, 60)).toBeUndefined();
  });
});
