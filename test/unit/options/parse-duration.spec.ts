import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../lib/options/parse-duration.js';

describe('parseDuration', () => {
  it.each([
    [0, 0],
    [1.5, 1.5],
    ['500ms', 500],
    ['1.5s', 1_500],
    [' 2M ', 120_000],
    ['1h', 3_600_000],
    ['10d', 864_000_000],
  ])('%p is %p ms', (given, expected) => expect(parseDuration(given)).toBe(expected));

  it.each([-1, NaN, Infinity, '', '5', '-1s', '1 week', '1y', '1e3ms', true, null, {}, 5n])('%p is invalid', given => {
    expect(parseDuration(given as string)).toBeUndefined();
  });
});
