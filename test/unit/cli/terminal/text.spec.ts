import { describe, expect, it } from '@jest/globals';
import { line, Text } from '../../../../cli/terminal/text.js';
import { textWidth } from '../../../../cli/terminal/text-width.js';

/** Sequences that move the cursor, set the title, turn the direction, or begin such a sequence in one character. */
const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b31m',
  'a\rb\nc\td',
  '\u202eabc',
  '\u2066x\u2069',
  'nul\u0000',
  '\u007f\b',
  'a\u2028b',
];
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

describe('Text', () => {
  it.each(HOSTILE)('makes %j printable', text => {
    expect(Text.of(text).render(false)).not.toMatch(OBEYED);
    expect(line`before ${text} after`.render(false)).not.toMatch(OBEYED);
    expect(line`before ${text} after`.cut(9).render(false)).not.toMatch(OBEYED);
  });

  it('colours its own styles only, and only when told to', () => {
    const text = line`${Text.of('a\u001b[31mb', 'bold')} c`;
    expect(text.render(true)).toBe('\u001b[1ma [31mb\u001b[22m c');
    expect(text.render(false)).toBe('a [31mb c');
  });

  it('keeps the spaces around values, and joins texts', () => {
    expect(line`${'a'} ${'b'}  (${3})`.render(false)).toBe('a b  (3)');
    expect(line`  ${'a'}: ${Text.of('b')}${'c'} d`.render(false)).toBe('  a: bc d');
  });

  it('cuts to columns, not to characters', () => {
    expect(Text.of('注文一覧を取得').cut(7).render(false)).toBe('注文一…');
    expect(Text.of('abcdef').cut(6).render(false)).toBe('abcdef');
    expect(line`${'abc'}${'def'}`.cut(5).render(false)).toBe('abcd…');
    expect(Text.of('abcdef').cut(5).render(false)).toBe('abcd…');
    expect(Text.of('abc').cut(0).render(false)).toBe('');
  });

  it.each([
    ['abc', 3],
    ['注文', 4],
    ['e\u0301', 1],
    ['\u200b', 0],
    ['🔥', 2],
    ['→', 1],
  ])('%j takes %d columns', (text, width) => expect(textWidth(text)).toBe(width));
});
