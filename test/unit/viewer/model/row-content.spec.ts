import { describe, expect, it } from '@jest/globals';
import { describeRow } from '../../../../viewer/src/model/row-content.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { visibleRows } from '../../../../viewer/src/model/tree-rows.js';
import { frame, libraryFrame, node, span, wait } from '../../../fixtures/reports/tree-node.js';

const layout = layOutTree(
  span('GET /orders', [
    span('A.run', [wait('10.0.3.12:5432 (database)', 90, 240)], { count: 1_240 }),
    libraryFrame('express', 'handle', 20, [libraryFrame('router', 'next', 20)]),
    frame('sum', 'a.ts:1', 10),
    frame('(not sampled)', '', 5),
    node({ type: 'gc', name: 'garbage collection', selfMs: 4, count: 1 }),
    node({ type: 'wait', name: '(12 more)', selfMs: 3, count: 12 }),
  ]),
);

const rows = new Map(
  visibleRows(layout, { expanded: new Set(layout.nodes.keys()), unfolded: new Set() }).map(row => {
    const content = describeRow(layout, row);
    return [content?.name, content];
  }),
);

describe('a row of the call tree', () => {
  it.each([
    ['A.run', '1,240 calls', 'application'],
    ['10.0.3.12:5432 (database)', '240 waits', 'state'],
    ['garbage collection', '1 pause', 'state'],
    ['sum', undefined, 'application'],
    ['(not sampled)', undefined, 'rest'],
    ['(12 more)', undefined, 'state'],
    ['2 frames hidden (express, router)', undefined, 'library'],
  ])('%s counts %s and is drawn as %s', (name, count, style) => {
    expect(rows.get(name)?.count).toBe(count);
    expect(rows.get(name)?.style).toBe(style);
  });
});
