import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { fragmentsOf, operationIn } from '../../../../lib/boundaries/graphql/parsed-operation.js';

const TWO = 'query A { a } mutation B { b }';

describe('operationIn()', () => {
  it.each([
    ['{ a ...f } fragment f on Query { b }', undefined, undefined, 'query'],
    ['query A { a }', undefined, 'A', 'query'],
    ['query A { a }', null, 'A', 'query'],
    [TWO, 'B', 'B', 'mutation'],
  ])('finds the operation of %s that is called %p', (source, asked, name, type) => {
    const found = operationIn(parse(source), asked);
    expect([found?.name?.value, found?.operation]).toEqual([name, type]);
  });

  it.each([
    [TWO, undefined],
    [TWO, 'C'],
    [TWO, 7],
    ['type Query { a: Int }', undefined],
  ])('finds none in %s that is called %p', (source, asked) => {
    expect(operationIn(parse(source), asked)).toBeUndefined();
  });
});

describe('fragmentsOf()', () => {
  it('finds fragments, and neither operations nor members of objects', () => {
    const fragments = fragmentsOf(parse('query A { ...f } fragment f on Query { a }'));
    expect(fragments('f')?.selectionSet.selections).toHaveLength(1);
    expect(['A', '__proto__', 'constructor'].map(fragments)).toEqual([undefined, undefined, undefined]);
  });
});
