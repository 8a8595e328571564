import { describe, expect, it } from '@jest/globals';
import { lowerLevel, recordsAtLeast, type RecordingLevel } from '../../../lib/model/recording-level.js';

const DOWNWARDS: readonly RecordingLevel[] = ['full', 'no-provider-spans', 'no-samples', 'counters-only'];

describe('recording levels', () => {
  it('are ordered: each records less than the one before', () => {
    for (const [above, level] of DOWNWARDS.entries())
      for (const [below, needed] of DOWNWARDS.entries()) {
        expect(recordsAtLeast(level, needed)).toBe(above <= below);
        expect(lowerLevel(level, needed)).toBe(DOWNWARDS[Math.max(above, below)]);
      }
  });
});
