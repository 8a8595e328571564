import { describe, expect, it } from '@jest/globals';
import { fewCallsText } from '../../../../lib/diagnosis/findings/call-text.js';
import type { CountedWaits } from '../../../../lib/diagnosis/operations/count-waits.js';

const wait = { on: 'network', label: 'send fast', isOperation: true, system: 'tcp', peer: 'jobs:3000' } as const;
const part = (group: number, count: number): CountedWaits => ({
  group,
  ms: 10 * count,
  count,
  of: 'calls',
  concurrency: 1,
  each: Array<number>(count).fill(10),
});

describe('the text of few calls', () => {
  it('has their number', () => {
    expect(fewCallsText(wait, [part(0, 3)], Infinity)).toBe('3 calls of send fast (TCP jobs:3000), one after another,');
    expect(fewCallsText(wait, [part(0, 1), part(1, 1)], 2)).toBe('2 calls of send fast (TCP jobs:3000)');
  });

  it('has no more calls than were recorded: one call can have a wait in two spans', () => {
    expect(fewCallsText(wait, [part(0, 1), part(1, 1)], 1)).toBe('send fast (TCP jobs:3000)');
  });
});
