import { describe, expect, it } from '@jest/globals';
import { childrenOf, layOutTree, runOf } from '../../../../viewer/src/model/tree-layout.js';
import { frame, libraryFrame, span } from '../../../fixtures/reports/tree-node.js';

const layout = layOutTree(
  span('root', [
    frame('small', 'a.ts:1', 5),
    libraryFrame('express', 'handle', 1, [
      libraryFrame('router', 'next', 2, [frame('mine', 'b.ts:1', 40)]),
      frame('hook', 'c.ts:1', 50),
    ]),
  ]),
);

function namesOf(indices: readonly number[]): (string | undefined)[] {
  return indices.map(index => layout.nodes[index]?.name);
}

describe('the layout of the call tree', () => {
  it('puts the longest child first', () => {
    expect(namesOf(childrenOf(layout, 0))).toEqual(['handle', 'small']);
  });

  it('joins connected library frames to a run, with their other children below it', () => {
    const { frames, below, ms } = runOf(layout, 1);
    expect(namesOf(frames)).toEqual(['handle', 'next']);
    expect(namesOf(below)).toEqual(['hook', 'mine']);
    expect(ms).toBe(93);
  });

  it('joins all library frames below one node to one run, and none below another', () => {
    const wide = layOutTree(
      span('root', [
        libraryFrame('node', 'writev', 10),
        frame('mine', 'a.ts:1', 30, [libraryFrame('node', 'stringify', 9), libraryFrame('pg', 'parse', 8)]),
        libraryFrame('pg', 'query', 20, [frame('convert', 'a.ts:9', 1), libraryFrame('node', 'emit', 5)]),
      ]),
    );
    const runs = [...new Set(wide.run)].filter(first => first >= 0).map(first => runOf(wide, first));
    const named = (indices: readonly number[]) => indices.map(index => wide.nodes[index]?.name).join();
    expect(runs.map(({ frames, below, ms }) => [named(frames), named(below), ms])).toEqual([
      ['stringify,parse', '', 17],
      ['query,emit,writev', 'convert', 36],
    ]);
  });
});
