import { describe, expect, it } from '@jest/globals';
import { shortcomings } from '../../../../lib/recorder/cutting/shortcomings.js';

const COMPLETE = {
  refusal: undefined,
  byLevel: undefined,
  withoutSamples: undefined,
  log: { chunksLost: 0 },
  lacksBeginning: false,
  unsampledMs: 0,
  unknownMs: 0,
  unplacedMs: 0,
};
const execution = { start: 0, end: 1_000, spansDropped: 0, operations: undefined };

describe('shortcomings', () => {
  it('are none of a complete recording', () => {
    expect(shortcomings(execution, COMPLETE)).toEqual([]);
  });

  it.each([
    ['parts by the level', execution, { ...COMPLETE, byLevel: "level 'no-samples'" }, 'no-samples'],
    ['samples', execution, { ...COMPLETE, withoutSamples: 'No CPU samples.' }, 'No CPU samples.'],
    ['the log', execution, { ...COMPLETE, log: undefined }, 'stopped before'],
    ['the beginning', execution, { ...COMPLETE, lacksBeginning: true }, 'beginning is missing'],
    [
      'the oldest samples',
      execution,
      { ...COMPLETE, unsampledMs: 12_000 },
      'CPU samples of the first 12.0 s are missing',
    ],
    ['entries of the log', execution, { ...COMPLETE, log: { chunksLost: 1 } }, 'faster than'],
    ['knowledge of the processor', execution, { ...COMPLETE, unknownMs: 640 }, 'No CPU sample was taken for 640 ms.'],
    [
      'times without a processor',
      execution,
      { ...COMPLETE, unplacedMs: 640 },
      'For about 640 ms the process had no processor',
    ],
    ['spans', { ...execution, spansDropped: 7 }, COMPLETE, '7 calls got no span'],
    ['operations', { ...execution, operations: { dropped: 3 } }, COMPLETE, '3 requests to other servers'],
  ])('name missing %s', (_, of, state, text) => {
    expect(shortcomings(of, state)).toEqual([expect.stringContaining(text)]);
  });

  it('leave out a small part of the time without a processor', () => {
    expect(shortcomings(execution, { ...COMPLETE, unknownMs: 190, unplacedMs: 190 })).toEqual([]);
  });

  it('are one where the event loop cannot be recorded', () => {
    const state = { ...COMPLETE, refusal: 'Bun has no async hooks', log: undefined, withoutSamples: 'x' };
    expect(shortcomings({ ...execution, spansDropped: 7 }, state)).toEqual([
      expect.stringMatching(/^Bun has no async hooks\. /),
    ]);
  });
});
