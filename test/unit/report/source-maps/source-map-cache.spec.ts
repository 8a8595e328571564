import { describe, expect, it } from '@jest/globals';
import { LeastRecentlyUsed } from '../../../../lib/report/source-maps/source-map-cache.js';

describe('LeastRecentlyUsed', () => {
  it('drops the least recently used value when it is full', () => {
    const cache = new LeastRecentlyUsed<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    cache.set('c', 4);
    expect([cache.size, cache.get('a'), cache.get('c')]).toEqual([2, 1, 4]);
    cache.clear();
    expect(cache.size).toBe(0);
  });
});
