import { describe, expect, it } from '@jest/globals';
import { ASLEEP, LogChunk } from '../../../../lib/recorder/log/log-chunk.js';

describe('LogChunk', () => {
  it('keeps its entries, and trims its capacity to them', () => {
    const made = new LogChunk(8);
    made.push(1.5, 7, 2, 3);
    made.push(2.5, ASLEEP, 0, 0);
    const trimmed = made.trimmed();
    expect([trimmed.length, trimmed.times.length, trimmed.bytes]).toEqual([2, 2, 40]);
    made.times[0] = 99;
    expect([0, 1].map(i => [trimmed.times[i], trimmed.owners[i], trimmed.spans[i], trimmed.causes[i]])).toEqual([
      [1.5, 7, 2, 3],
      [2.5, ASLEEP, 0, 0],
    ]);
  });
});
