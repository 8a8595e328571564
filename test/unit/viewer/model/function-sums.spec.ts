import { describe, expect, it } from '@jest/globals';
import { calleesOf, callersOf, sortSums, sumFunctions } from '../../../../viewer/src/model/function-sums.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { frame, libraryFrame, node, span, wait } from '../../../fixtures/reports/tree-node.js';

const layout = layOutTree(
  span('root', [
    frame('a', 'a.ts:1', 1, [
      frame('walk', 'w.ts:1', 10, [frame('walk', 'w.ts:1', 5, [libraryFrame('pg', 'query', 3)])]),
      wait('db', 30, 2),
    ]),
    frame('b', 'b.ts:1', 2, [frame('walk', 'w.ts:1', 4), wait('db', 20, 1)]),
    frame('walk', 'other.ts:7', 6),
    node({ type: 'frame', name: '(12 more)', selfMs: 9, count: 12 }),
  ]),
);
const sums = sumFunctions(layout);
const sumOf = (location: string) => sums.find(({ node: each }) => each.location === location);

describe('the sums of functions', () => {
  it('add up all places of a function, and count a recursive call once', () => {
    expect(sumOf('w.ts:1')).toMatchObject({ selfMs: 19, totalMs: 22 });
    expect(sumOf('w.ts:1')?.places).toHaveLength(3);
    expect(sums.find(({ node: each }) => each.name === 'db')).toMatchObject({ selfMs: 50, totalMs: 50 });
  });

  it('keep functions of one name and different places apart, and leave out the sums of small nodes', () => {
    expect(sumOf('other.ts:7')).toMatchObject({ selfMs: 6, totalMs: 6 });
    expect(sums.some(({ node: each }) => each.name === '(12 more)')).toBe(false);
  });

  it('come with the largest first, by self or total time', () => {
    expect(sortSums(sums, 'selfMs').map(({ node: each }) => each.name)).toEqual([
      'db',
      'walk',
      'walk',
      'query',
      'b',
      'a',
      'root',
    ]);
    expect(sortSums(sums, 'totalMs').map(({ node: each }) => each.name)[0]).toBe('root');
  });

  it('have callers and callees, with the time of their calls', () => {
    const walk = sumOf('w.ts:1');
    if (walk === undefined) throw new Error('no sum');
    expect(callersOf(layout, walk).map(({ node: each, ms }) => [each.name, ms])).toEqual([
      ['a', 18],
      ['walk', 8],
      ['b', 4],
    ]);
    expect(calleesOf(layout, walk).map(({ node: each, ms }) => [each.name, ms])).toEqual([
      ['walk', 8],
      ['query', 3],
    ]);
    const root = sums.find(({ node: each }) => each.name === 'root');
    expect(root && callersOf(layout, root)).toEqual([]);
  });
});
