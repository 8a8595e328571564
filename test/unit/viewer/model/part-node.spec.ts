import { describe, expect, it } from '@jest/globals';
import { nodeOfPart } from '../../../../viewer/src/model/part-node.js';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

const layout = layOutTree(nPlusOneReport().tree);
const nameOf = (index: number): string | undefined => layout.nodes[index]?.name;

describe('the calls of a part of the accounting', () => {
  it('are those with the most time of it', () => {
    expect(nameOf(nodeOfPart(layout, { type: 'database', label: '10.0.3.12:5432' }))).toBe('database 10.0.3.12:5432');
    expect(layout.nodes[nodeOfPart(layout, { type: 'own' })]?.type).toBe('frame');
    expect(layout.nodes[nodeOfPart(layout, { type: 'gc' })]?.type).toBe('gc');
    expect(layout.nodes[nodeOfPart(layout, { type: 'blocked' })]?.type).toBe('blocked');
  });

  it('are none when the tree has none of it', () => {
    expect(nodeOfPart(layout, { type: 'database', label: 'another' })).toBe(-1);
    expect(nodeOfPart(layout, { type: 'starved' })).toBe(-1);
  });
});
