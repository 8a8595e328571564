import { describe, expect, it } from '@jest/globals';
import { ownMembers } from '../../../lib/privacy/own-members.js';

describe('ownMembers', () => {
  it('reads at most the given number of members, and counts all of them', () => {
    expect(ownMembers([1, 2, 3], 2)).toEqual({ items: [1, 2], size: 3 });
    expect(ownMembers(new Set([1, 2, 3]), 2)).toEqual({ items: [1, 2], size: 3 });
    expect(ownMembers(new Map([['a', 1]]), 2)).toEqual({ entries: [['a', 1]], size: 1 });
    const entries = [
      ['a', 1],
      ['b', 2],
    ];
    expect(ownMembers({ a: 1, b: 2, c: 3 }, 2)).toEqual({ entries, size: 3 });
  });

  it('names getters without calling them', () => {
    const value = {
      get secret(): never {
        throw new Error('called');
      },
    };
    expect(ownMembers(value, 9)).toEqual({ entries: [['secret', '[Getter]']], size: 1 });
  });

  it('calls no method that a subclass overrides', () => {
    class Liar extends Set<number> {
      override get size(): number {
        return 1_000;
      }
      override values(): never {
        throw new Error('called');
      }
    }
    expect(ownMembers(new Liar([7]), 9)).toEqual({ items: [7], size: 1 });
  });

  it('includes the message and the cause of an error', () => {
    expect(ownMembers(new Error('broken', { cause: 'disk' }), 9)).toEqual({
      entries: [
        ['message', 'broken'],
        ['cause', 'disk'],
      ],
      size: 2,
    });
  });
});
