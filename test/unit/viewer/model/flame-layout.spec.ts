import { describe, expect, it } from '@jest/globals';
import { boxesWithin, flameAt, flameKey, flameRange, layOutFlame } from '../../../../viewer/src/model/flame-layout.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { deepTree } from '../../../fixtures/reports/cap-size.report.js';
import { frame, span, wait } from '../../../fixtures/reports/tree-node.js';

const layout = layOutTree(
  span('root', [
    frame('short', 'a.ts:1', 10),
    frame('long', 'b.ts:1', 5, [wait('db', 40, 1), frame('own', 'c.ts:1', 15)]),
  ]),
);
const flame = layOutFlame(layout);
const at = (name: string): number => layout.nodes.findIndex(node => node.name === name);

describe('layOutFlame', () => {
  it('puts callees side by side below their caller, longest first, with its self time at the right', () => {
    const boxes = layout.nodes.map((node, index) => [node.name, flame.depth[index], flame.left[index], node.ms]);
    expect(boxes).toEqual([
      ['root', 0, 0, 70],
      ['long', 1, 0, 60],
      ['db', 2, 0, 40],
      ['own', 2, 40, 15],
      ['short', 1, 60, 10],
    ]);
    expect(flame.levels.map(level => level.map(index => layout.nodes[index]?.name))).toEqual([
      ['root'],
      ['long', 'short'],
      ['db', 'own'],
    ]);
  });

  it('lays out a tree that is deeper than the stack', () => {
    const deep = layOutTree(deepTree());
    expect(layOutFlame(deep).levels).toHaveLength(deep.nodes.length);
  });
});

describe('flameAt', () => {
  it('is the box at a time of a level, or none', () => {
    const hit = (depth: number, ms: number): string | undefined => layout.nodes[flameAt(flame, depth, ms)]?.name;
    expect([hit(0, 69), hit(1, 0), hit(1, 59.9), hit(1, 60), hit(2, 54)]).toEqual([
      'root',
      'long',
      'long',
      'short',
      'own',
    ]);
    expect([hit(0, 70), hit(2, 56), hit(2, 65), hit(3, 1), hit(0, -1)]).toEqual(Array(5).fill(undefined));
  });
});

describe('boxesWithin', () => {
  const names = (depth: number, fromMs: number, toMs: number): (string | undefined)[] =>
    [...boxesWithin(flame, depth, { fromMs, toMs })].map(index => layout.nodes[index]?.name);

  it('are the boxes of a level that a range shows, callers that are wider included', () => {
    expect(names(0, 30, 31)).toEqual(['root']);
    expect(names(1, 59, 61)).toEqual(['long', 'short']);
    expect(names(1, 60, 70)).toEqual(['short']);
    expect(names(2, 39, 40)).toEqual(['db']);
    expect(names(2, 56, 70)).toEqual([]);
    expect(names(9, 0, 70)).toEqual([]);
  });
});

describe('flameRange', () => {
  it('is the width of a node, and never empty', () => {
    expect(flameRange(flame, at('own'))).toEqual({ fromMs: 40, toMs: 55 });
    const nothing = layOutFlame(layOutTree(span('root', [frame('none', 'a.ts:1', 0), frame('all', 'a.ts:2', 10)])));
    const { fromMs, toMs } = flameRange(nothing, 2);
    expect(toMs).toBeGreaterThan(fromMs);
  });
});

describe('flameKey', () => {
  it.each([
    ['ArrowUp', 'own', 'long'],
    ['ArrowUp', 'root', 'root'],
    ['ArrowDown', 'long', 'db'],
    ['ArrowDown', 'short', 'short'],
    ['ArrowRight', 'db', 'own'],
    ['ArrowRight', 'own', 'own'],
    ['ArrowLeft', 'short', 'long'],
    ['ArrowLeft', 'long', 'long'],
    ['Home', 'own', 'root'],
  ])('%s moves from %s to %s', (key, from, to) => {
    expect(flameKey(flame, layout, key, at(from))).toBe(at(to));
  });

  it('leaves other keys alone', () => {
    expect(flameKey(flame, layout, 'a', 0)).toBeUndefined();
  });
});
