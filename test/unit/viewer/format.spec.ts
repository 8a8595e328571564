import { describe, expect, it } from '@jest/globals';
import { duration, ms, oneLine, percent } from '../../../viewer/src/format.js';

describe('figures of the page', () => {
  it.each([
    [0, '0 ms'],
    [0.324, '0.32 ms'],
    [12.44, '12.4 ms'],
    [1432.4, '1,432 ms'],
  ])('%d as milliseconds', (value, text) => expect(ms(value)).toBe(text));

  it.each([
    [843.2, '843 ms'],
    [999.7, '1 s'],
    [1843, '1.84 s'],
    [9996, '10 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_725_000, '62 min 5 s'],
  ])('%d as a duration', (value, text) => expect(duration(value)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.0001, '<0.1 %'],
    [0.0423, '4.2 %'],
    [0.0996, '10 %'],
    [0.777, '78 %'],
    [1, '100 %'],
  ])('%d as a share', (value, text) => expect(percent(value)).toBe(text));

  it('cuts a line that is too long, and says so', () => {
    expect(oneLine('x'.repeat(10_000))).toMatch(/^x{300}…$/);
  });
});
