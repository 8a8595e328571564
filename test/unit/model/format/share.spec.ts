import { describe, expect, it } from '@jest/globals';
import { shareOf, shareText } from '../../../../lib/model/format/share.js';

describe('shareText', () => {
  it.each([
    [0, '0 %'],
    [0.0001, '<0.1 %'],
    [0.0005, '0.1 %'],
    [0.0423, '4.2 %'],
    [0.05, '5 %'],
    [0.0996, '10 %'],
    [0.777, '78 %'],
    [1, '100 %'],
  ])('writes %d as %s', (share, text) => expect(shareText(share)).toBe(text));

  it('never writes 100 % while a part is missing, nor 0 % of something', () => {
    expect(shareText(0.997)).toBe('99 %');
    expect(shareText(0.9996)).toBe('100 %');
    expect(shareText(Number.MIN_VALUE)).toBe('<0.1 %');
  });
});

describe('shareOf', () => {
  it('is 0 of a total of 0', () => {
    expect(shareOf(0, 0)).toBe(0);
    expect(shareOf(1, 4)).toBe(0.25);
  });
});
