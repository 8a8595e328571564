import { describe, expect, it } from '@jest/globals';
import { PauseCursor } from '../../../../lib/diagnosis/timeline/pause-cursor.js';

const PAUSES = [
  { start: 10, end: 12 },
  { start: 20, end: 25 },
];

describe('PauseCursor', () => {
  it('finds the pause that delayed a continuation', () => {
    const cursor = new PauseCursor(PAUSES);
    expect(cursor.before(25.5)).toBe(PAUSES[1]);
    expect(cursor.index).toBe(1);
  });

  it('finds no pause that ended a millisecond before the continuation', () => {
    expect(new PauseCursor(PAUSES).before(26)).toBeUndefined();
  });

  it('does not pass pauses that begin later', () => {
    const cursor = new PauseCursor(PAUSES);
    expect(cursor.before(18)).toBeUndefined();
    expect(cursor.startedBefore(20)).toBeUndefined();
    expect(cursor.startedBefore(21)).toBe(PAUSES[1]);
  });
});
