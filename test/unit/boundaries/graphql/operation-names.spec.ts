import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { OperationNames } from '../../../../lib/boundaries/graphql/operation-names.js';
import { fragmentsOf, operationIn, type OperationNode } from '../../../../lib/boundaries/graphql/parsed-operation.js';

function operationOf(source: string): { operation: OperationNode; name: (names: OperationNames) => string } {
  const document = parse(source);
  const operation = operationIn(document, undefined);
  if (operation === undefined) throw new Error('no operation');
  return { operation, name: names => names.nameOf(operation, fragmentsOf(document)) };
}

function nameIn(names: OperationNames, source: string): string {
  return operationOf(source).name(names);
}

describe('OperationNames', () => {
  const names = new OperationNames();
  it.each([
    ['query OrdersPage { orders }', 'query OrdersPage'],
    ['{ orders(first: 3) { id } }', 'query { orders }'],
    ['{ b a: c a }', 'query { a, b, c }'],
    ['{ d c b a }', 'query { a, b, c, … }'],
    ['mutation { ...f } fragment f on Mutation { place ... { pay } }', 'mutation { pay, place }'],
    ['{ ...f } fragment f on Query { a ...g } fragment g on Query { b ...f }', 'query { a, b }'],
    ['{ __typename orders }', 'query { orders }'],
    ['{ __typename }', 'query { __typename }'],
    ['subscription Placed { placed }', 'subscription Placed'],
  ])('%s', (source, name) => {
    expect(nameIn(names, source)).toBe(name);
  });

  it('cut names that clients make very long', () => {
    expect(nameIn(names, `query ${'x'.repeat(5_000)} { orders }`)).toHaveLength('query '.length + 101);
  });

  it('are 200 at most: further operations share a name', () => {
    const many = new OperationNames();
    for (let i = 0; i < 200; i += 1) expect(nameIn(many, `query Q${i} { orders }`)).toBe(`query Q${i}`);
    expect(nameIn(many, 'query Q200 { orders }')).toBe('query *');
    expect(nameIn(many, 'mutation M { place }')).toBe('mutation *');
    expect(nameIn(many, 'query Q7 { orders }')).toBe('query Q7');
  });

  it('are made once for each parsed operation', () => {
    const { operation, name } = operationOf('query Once { orders }');
    const first = name(names);
    Object.assign(operation, { name: { value: 'Other' } });
    expect(name(names)).toBe(first);
  });

  it('search a bounded part of a document, however much of it a client sends', () => {
    const fields = Array.from({ length: 5_000 }, (_, n) => `f${n}`);
    expect(nameIn(new OperationNames(), `{ ${fields.join(' ')} }`)).toBe('query { f0, f1, f10, … }');
    let nested = 'deep';
    for (let depth = 0; depth < 100; depth += 1) nested = `... { ${nested} }`;
    expect(nameIn(new OperationNames(), `{ flat ${nested} }`)).toBe('query { flat }');
  });
});
