import { describe, expect, it } from '@jest/globals';
import { counted, cutLine, instant } from '../../../../viewer/src/model/text.js';

describe('texts of the page', () => {
  it('cuts a long line and marks the cut', () => {
    expect(cutLine('x'.repeat(10_000))).toMatch(/^x{300}…$/);
    expect(cutLine('x'.repeat(300))).toBe('x'.repeat(300));
  });

  it('counts with the right form of the noun', () => {
    expect([counted(1, 'call'), counted(0, 'call'), counted(1_240, 'call')]).toEqual([
      '1 call',
      '0 calls',
      '1,240 calls',
    ]);
  });

  it('writes a time for comparison with logs', () => {
    expect(instant('2026-11-22T14:03:05.123Z')).toBe('2026-11-22 14:03:05.123 UTC');
  });
});
