import { describe, expect, it } from '@jest/globals';
import { layOutTree, type TreeLayout } from '../../../../viewer/src/model/tree-layout.js';
import { hotPath, revealed, type TreeState, visibleRows } from '../../../../viewer/src/model/tree-rows.js';
import { CAPS, deepTree } from '../../../fixtures/reports/cap-size.report.js';
import { frame, libraryFrame, span } from '../../../fixtures/reports/tree-node.js';

const tree = span('root', [
  frame('small', 'a.ts:1', 5),
  libraryFrame('express', 'handle', 1, [
    libraryFrame('router', 'next', 2, [frame('mine', 'b.ts:1', 40, [libraryFrame('pg', 'query', 7)])]),
    frame('hook', 'c.ts:1', 50),
  ]),
]);

const everything = (layout: TreeLayout): TreeState => ({
  expanded: new Set(layout.nodes.keys()),
  unfolded: new Set(),
});

function drawn(layout: TreeLayout, state: TreeState): string[] {
  return visibleRows(layout, state).map(row => {
    const name = row.run ? row.run.map(index => layout.nodes[index]?.name).join('+') : layout.nodes[row.index]?.name;
    return `${row.level} ${name} ${row.position}/${row.siblings}`;
  });
}

describe('the visible rows of the call tree', () => {
  const layout = layOutTree(tree);

  it('folds connected library frames into one row, with their other children below it', () => {
    expect(drawn(layout, everything(layout))).toEqual([
      '1 root 1/1',
      '2 handle+next 1/2',
      '3 hook 1/2',
      '3 mine 2/2',
      '4 query 1/1',
      '2 small 2/2',
    ]);
  });

  it('shows the frames of an unfolded run in their own order', () => {
    const first = layout.nodes.findIndex(node => node.name === 'handle');
    expect(drawn(layout, { ...everything(layout), unfolded: new Set([first]) })).toEqual([
      '1 root 1/1',
      '2 handle 1/2',
      '3 hook 1/2',
      '3 next 2/2',
      '4 mine 1/1',
      '5 query 1/1',
      '2 small 2/2',
    ]);
  });

  it('fold library frames beside each other into one row with the time of all', () => {
    const wide = layOutTree(
      span('root', [
        libraryFrame('node', 'writev', 10),
        frame('mine', 'a.ts:1', 25),
        libraryFrame('pg', 'query', 20, [frame('convert', 'a.ts:9', 1)]),
      ]),
    );
    expect(drawn(wide, everything(wide))).toEqual(['1 root 1/1', '2 query+writev 1/2', '3 convert 1/1', '2 mine 2/2']);
    expect(visibleRows(wide, everything(wide)).map(({ ms }) => ms)).toEqual([56, 31, 1, 25]);
    const first = wide.nodes.findIndex(({ name }) => name === 'query');
    expect(drawn(wide, { ...everything(wide), unfolded: new Set([first]) })).toEqual([
      '1 root 1/1',
      '2 mine 1/3',
      '2 query 2/3',
      '3 convert 1/1',
      '2 writev 3/3',
    ]);
  });

  it('hides the rows below a closed row', () => {
    expect(drawn(layout, { expanded: new Set([0]), unfolded: new Set() })).toEqual([
      '1 root 1/1',
      '2 handle+next 1/2',
      '2 small 2/2',
    ]);
  });

  it('opens at the longest path and at large branches beside it, but not at small ones', () => {
    const open = [...hotPath(layout)].map(index => layout.nodes[index]?.name);
    expect(open).toEqual(expect.arrayContaining(['root', 'handle', 'hook', 'next', 'mine']));
    expect(open).not.toContain('small');
  });

  it('lays out a chain of the largest size', () => {
    const deep = layOutTree(deepTree());
    expect(visibleRows(deep, everything(deep)).at(-1)?.level).toBe(CAPS.nodes);
  });
});

describe('revealed', () => {
  const layout = layOutTree(tree);
  const at = (name: string): number => layout.nodes.findIndex(node => node.name === name);
  const closed: TreeState = { expanded: new Set(), unfolded: new Set() };

  it.each(['root', 'small', 'mine', 'query', 'handle', 'next'])('shows the row of %s', name => {
    const rows = visibleRows(layout, revealed(layout, closed, at(name)));
    expect(rows.filter(row => row.index === at(name) && row.run === undefined)).toHaveLength(1);
  });

  it('closes nothing, and changes no set', () => {
    const open: TreeState = { expanded: new Set([at('mine')]), unfolded: new Set([at('handle')]) };
    const state = revealed(layout, open, at('small'));
    expect([...state.expanded].sort()).toEqual([at('root'), at('mine')].sort());
    expect([...state.unfolded]).toEqual([at('handle')]);
    expect([open.expanded.size, closed.expanded.size]).toEqual([1, 0]);
  });
});
