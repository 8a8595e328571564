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
    const { frames, below } = runOf(layout, 1);
    expect(namesOf(frames)).toEqual(['handle', 'next']);
    expect(namesOf(below)).toEqual(['hook', 'mine']);
  });
});
