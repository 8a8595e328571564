import { describe, expect, it } from '@jest/globals';
import { oneLine } from '../../../../lib/model/format/one-line.js';

describe('oneLine', () => {
  it('leaves ordinary text of any language unchanged', () => {
    expect(oneLine('GET /orders/:id 日本 – é 👍')).toBe('GET /orders/:id 日本 – é 👍');
  });

  it('removes characters that begin a line, colour a terminal or turn the writing direction', () => {
    expect(oneLine('a\r\nb\u2028c\u0085d\u001b[31me\u202ef\u0000\u007fg')).toBe('a b c d [31me f g');
  });

  it('cuts at the length', () => {
    expect(oneLine('x'.repeat(10), 10)).toBe('x'.repeat(10));
    expect(oneLine('x'.repeat(11), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(oneLine(`${'\n'.repeat(1000)}x`, 10)).toBe('');
  });
});
