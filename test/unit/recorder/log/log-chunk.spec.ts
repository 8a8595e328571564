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

  it('takes an entry between others, unless it is full', () => {
    const chunk = new LogChunk(3);
    chunk.push(1, 7, 2, 3);
    chunk.push(4, 8, 0, 5);
    chunk.insert(1, 2, 9, 1);
    chunk.insert(1, 1.5, 10, 1);
    const entries = Array.from({ length: chunk.length }, (_, i) => [
      chunk.times[i],
      chunk.owners[i],
      chunk.spans[i],
      chunk.causes[i],
    ]);
    expect(entries).toEqual([
      [1, 7, 2, 3],
      [2, 9, 1, 0],
      [4, 8, 0, 5],
    ]);
  });
});
