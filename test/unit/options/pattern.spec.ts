import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compilePattern } from '../../../lib/options/pattern.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('compilePattern', () => {
  it.each<[string | RegExp, string, boolean]>([
    ['/health', '/api/healthy', true],
    ['/health', '/HEALTH', false],
    ['^/health', '/api/health', false],
    ['^/a/\\d+$', '/a/12', true],
    ['/a.b', '/a-b', true],
    ['a.b', 'a.b', true],
    ['.*\\.(css|js)$', '/x/y.css', true],
    [/^\/Health/i, '/health', true],
    [/health$/g, '/health', true],
    [/b/y, 'ab', false],
    [/b|a/y, 'ab', true],
    [/^b$/m, 'a\nb', true],
    [/a.b/s, 'a\nb', true],
    [/(?<year>\d{4})\/x/u, '/2026/x', true],
    [/\u0041/, 'A', true],
    ['[a-z]{26}', 'a'.repeat(26), true],
  ])('%p in %p: %p', (pattern, text, expected) => {
    const compiled = compilePattern(pattern);
    expect(compiled(text)).toBe(expected);
    expect(compiled(text)).toBe(expected);
  });

  it.each<[string | RegExp, RegExp]>([
    ['', /must not be empty/],
    ['a(', /must be a regular expression \(missing closing \)\)/],
    ['[', /must be a regular expression/],
    ['a{1001}', /must be a regular expression \(invalid repeat count\)/],
    ['((a{100}){100}){100}', /must be a regular expression \(invalid repeat count\)/],
    ['x'.repeat(1_001), /at most 1000 characters/],
    ['(?=a)b', /must not contain look-around/],
    [/(?<!a)b/, /must not contain look-around/],
    ['(a)\\1', /must not contain back-references/],
    [/(?<a>x)\k<a>/, /must not contain back-references/],
  ])('refuses %p', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });

  it('never uses the engine that backtracks', () => {
    const exec = jest.spyOn(RegExp.prototype, 'exec');
    const test = jest.spyOn(RegExp.prototype, 'test');
    const patterns = ['^(a+)+$', /^(a|a)*$/, /(x+x+)+y/].map(pattern => compilePattern(pattern));
    exec.mockClear();
    test.mockClear();
    // With backtracking, each of these would take billions of years.
    const hostile = ['a'.repeat(10_000) + '!', 'x'.repeat(10_000)];
    expect(patterns.map(compiled => hostile.map(url => compiled(url)))).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ]);
    expect(patterns[0]?.('a'.repeat(10_000))).toBe(true);
    expect(exec).not.toHaveBeenCalled();
    expect(test).not.toHaveBeenCalled();
  });

  it('matches like an expression of JavaScript', () => {
    const atom = fc.constantFrom('a', 'b', '/', '.', '\\d', '[a-c]', '(a|b/)', '\\.', 'x?', 'b*', '1+', '^', '$');
    const pattern = fc.array(atom, { minLength: 1, maxLength: 6 }).map(atoms => atoms.join(''));
    const url = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '.', '1', 'x'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, url, (source, text) => {
        let compiled;
        try {
          compiled = compilePattern(source);
        } catch {
          // Stricter than JavaScript about repetitions.
          return;
        }
        expect(compiled(text)).toBe(new RegExp(source).test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
