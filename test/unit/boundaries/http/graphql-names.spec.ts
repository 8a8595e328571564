import { describe, expect, it } from '@jest/globals';
import { parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { GraphqlNames, isBatch, type ResolveInfo } from '../../../../lib/boundaries/http/graphql-names.js';

function infoOf(source: string): ResolveInfo {
  const { definitions } = parse(source);
  const operation = definitions.find((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition');
  const fragments = definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition');
  if (operation === undefined) throw new Error('no operation');
  return { operation, fragments: Object.fromEntries(fragments.map(each => [each.name.value, each])) };
}

describe('GraphqlNames', () => {
  const names = new GraphqlNames();
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
    expect(names.nameOf(infoOf(source))).toBe(name);
  });

  it.each([undefined, null, {}, { operation: 'query' }, { operation: { operation: 'query', selectionSet: null } }])(
    'do not throw without an operation: %p',
    info => {
      expect(names.nameOf(info)).toBeUndefined();
    },
  );

  it('cut names that clients make very long', () => {
    expect(names.nameOf(infoOf(`query ${'x'.repeat(5_000)} { orders }`))).toHaveLength('query '.length + 101);
  });

  it('are 200 at most: further operations share a name', () => {
    const many = new GraphqlNames();
    for (let i = 0; i < 200; i += 1) expect(many.nameOf(infoOf(`query Q${i} { orders }`))).toBe(`query Q${i}`);
    expect(many.nameOf(infoOf('query Q200 { orders }'))).toBe('query *');
    expect(many.nameOf(infoOf('mutation M { place }'))).toBe('mutation *');
    expect(many.nameOf(infoOf('query Q7 { orders }'))).toBe('query Q7');
  });

  it('are made once for each parsed operation', () => {
    const info = infoOf('query Once { orders }');
    const name = names.nameOf(info);
    Object.assign(info.operation, { name: { value: 'Other' } });
    expect(names.nameOf(info)).toBe(name);
  });
});

describe('isBatch()', () => {
  it('is true for several operations in one request', () => {
    expect([{ body: [{}] }, { body: {} }, {}].map(isBatch)).toEqual([true, false, false]);
  });
});
