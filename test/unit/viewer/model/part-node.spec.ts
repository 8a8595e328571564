import { describe, expect, it } from '@jest/globals';
import type { TreeNode } from '../../../../lib/model/report.interface.js';
import { nodeOfPart } from '../../../../viewer/src/model/part-node.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { frame, node, span } from '../../../fixtures/reports/tree-node.js';

const long = `GET pricing:8080/${'x'.repeat(300)}`;
const wait = (on: TreeNode['on'], name: string, selfMs: number): TreeNode =>
  node({ type: 'wait', name, selfMs, count: 1, ...(on && { on }) });

const layout = layOutTree(
  span('GET /orders', [
    frame('small', 'a.ts:1', 3),
    frame('large', 'a.ts:9', 30, [wait('database', 'orders-db:5432 (database)', 90)]),
    wait('database', 'db:5432 (database)', 10),
    wait('http', 'GET pricing:8080/prices', 4),
    wait('http', 'GET pricing:8080/prices/:id', 40),
    wait('http', `${long.slice(0, 199)}…`, 5),
    wait('await', 'await OrdersService.load', 6),
    wait(undefined, '(12 more)', 200),
    node({ type: 'gc', name: 'garbage collection', selfMs: 12, count: 3 }),
    node({ type: 'blocked', name: 'POST /export', selfMs: 104, count: 1 }),
  ]),
);
const nameOf = (type: Parameters<typeof nodeOfPart>[1]['type'], label?: string): string | undefined =>
  layout.nodes[nodeOfPart(layout, { type, ...(label !== undefined && { label }) })]?.name;

describe('the calls of a part of the accounting', () => {
  it('are those with the most time of it', () => {
    expect(nameOf('own')).toBe('large');
    expect(nameOf('gc')).toBe('garbage collection');
    expect(nameOf('blocked')).toBe('POST /export');
  });

  it.each([
    ['database', 'db:5432', 'db:5432 (database)'],
    ['http', 'GET pricing:8080/prices', 'GET pricing:8080/prices'],
    ['http', long, `${long.slice(0, 199)}…`],
    ['await', 'OrdersService.load', 'await OrdersService.load'],
  ] as const)('are those of the same wait, not of one with a similar name: %s %s', (type, label, name) => {
    expect(nameOf(type, label)).toBe(name);
  });

  it('are none when the tree has none of it', () => {
    expect(nameOf('database', 'another')).toBeUndefined();
    expect(nameOf('starved')).toBeUndefined();
  });
});
