import { describe, expect, it } from '@jest/globals';
import { cutText } from '../../../../lib/model/format/cut-text.js';

describe('cutText', () => {
  it('returns a text of the maximum length unchanged', () => {
    expect(cutText('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });

  it('cuts a longer text, with the dots within the length', () => {
    expect(cutText('x'.repeat(11), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('leaves out a character that would be cut in half', () => {
    expect(cutText('👍👍👍👍', 6)).toBe('👍👍…');
    expect(cutText('👍👍👍👍', 7)).toBe('👍👍👍…');
  });
});
