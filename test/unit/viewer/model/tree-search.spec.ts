import { describe, expect, it } from '@jest/globals';
import { layOutTree } from '../../../../viewer/src/model/tree-layout.js';
import { nextMatch, NOTHING, searchTree } from '../../../../viewer/src/model/tree-search.js';
import { frame, libraryFrame, span, wait } from '../../../fixtures/reports/tree-node.js';

const layout = layOutTree(
  span('GET /orders', [
    frame('findAll', 'src/orders.service.ts:4', 10, [
      libraryFrame('pg', 'query', 5, [wait('database db:5432', 50, 2)]),
      frame('findAll', 'src/orders.service.ts:4', 20),
    ]),
    frame('price(a+b)', 'src/price.ts:9', 7),
  ]),
);
const namesOf = (query: string): string[] =>
  searchTree(layout, query).matches.map(index => layout.nodes[index]?.name ?? '');

describe('searchTree', () => {
  it.each([
    ['findall', ['findAll', 'findAll']],
    ['  FINDALL ', ['findAll', 'findAll']],
    ['orders.service', ['findAll', 'findAll']],
    ['pg', ['query']],
    ['(a+b)', ['price(a+b)']],
    ['/^find|^database/', ['findAll', 'database db:5432', 'findAll']],
    ['nothing', []],
    ['', []],
  ])('finds %j in names, places and packages', (query, names) => {
    expect(namesOf(query)).toEqual(names);
  });

  it('adds up the time of the matches, and of one below another only once', () => {
    expect(searchTree(layout, 'findAll').ms).toBe(85);
    expect(searchTree(layout, '/findAll|price/').ms).toBe(92);
    expect(searchTree(layout, 'orders').ms).toBe(92);
  });

  it('says what is wrong with a regular expression', () => {
    expect(searchTree(layout, '/find(/')).toEqual({ ...NOTHING, fault: expect.stringContaining('find(') });
    // Only two slashes make one.
    expect(searchTree(layout, '/find(').fault).toBeUndefined();
  });
});

describe('nextMatch', () => {
  const found = { matches: [2, 5, 9], ms: 0 };

  it('goes on in a circle, in both directions', () => {
    expect([0, 2, 4, 9].map(from => nextMatch(found, from, 1))).toEqual([2, 5, 5, 2]);
    expect([0, 2, 6, 9].map(from => nextMatch(found, from, -1))).toEqual([9, 9, 5, 5]);
    expect(nextMatch(NOTHING, 3, 1)).toBe(-1);
  });
});
