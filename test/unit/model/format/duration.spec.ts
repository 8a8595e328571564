import { describe, expect, it } from '@jest/globals';
import { durationText } from '../../../../lib/model/format/duration.js';

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [0.04, '<0.1 ms'],
    [0.05, '0.1 ms'],
    [7.25, '7.3 ms'],
    [9.94, '9.9 ms'],
    [9.95, '10 ms'],
    [980.4, '980 ms'],
  ])('writes %d as milliseconds: %s', (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1_000, '1.00 s'],
    [1_240, '1.24 s'],
    [9_994, '9.99 s'],
    [9_995, '10.0 s'],
    [12_400, '12.4 s'],
    [59_949, '59.9 s'],
  ])('writes %d as seconds from one second on: %s', (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [59_960, '1 min'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [179_600, '3 min'],
    [3_599_400, '59 min 59 s'],
  ])('writes %d as minutes from one minute on: %s', (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [3_599_600, '1 h'],
    [3_725_000, '1 h 2 min'],
    [7_199_000, '2 h'],
    [100 * 3_600_000, '100 h'],
  ])('writes %d as hours from one hour on: %s', (ms, text) => expect(durationText(ms)).toBe(text));

  it('never writes a unit that a larger one replaces', () => {
    const expected =
      /^(?:<0\.1 ms|\d\.\d ms|[1-9]\d{1,2} ms|[1-9]\.\d\d s|[1-5]\d\.\d s|[1-5]?\d min(?: [1-5]?\d s)?|\d+ h(?: [1-5]?\d min)?)$/;
    const unexpected: string[] = [];
    for (let ms = 0.01; ms < 10_000_000; ms *= 1.0003) {
      const text = durationText(ms);
      if (!expected.test(text)) unexpected.push(text);
    }
    expect(unexpected).toEqual([]);
  });
});
