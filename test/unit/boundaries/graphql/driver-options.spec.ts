import { describe, expect, it, jest } from '@jest/globals';
import { parse } from 'graphql';
import { apolloPlugin, withPlugin } from '../../../../lib/boundaries/graphql/apollo-plugin.js';
import { classNames } from '../../../../lib/boundaries/graphql/drivers.js';
import { mercuriusHooks, withHooks } from '../../../../lib/boundaries/graphql/mercurius-hooks.js';
import type { GraphqlOperations } from '../../../../lib/boundaries/graphql/operations.js';
import { operationIn } from '../../../../lib/boundaries/graphql/parsed-operation.js';

const operations = () => {
  const begin = jest.fn<GraphqlOperations['begin']>();
  const end = jest.fn<GraphqlOperations['end']>();
  const fail = jest.fn<GraphqlOperations['fail']>();
  return { begin, end, fail, given: { begin, end, fail } as unknown as GraphqlOperations };
};

describe('the options of Apollo', () => {
  it("get the plugin behind the application's own ones, which stay as they are", () => {
    const plugin = apolloPlugin(operations().given);
    const own = [{}];
    const options = { path: '/graphql', plugins: own };
    expect(withPlugin(options, plugin)).toEqual({ path: '/graphql', plugins: [own[0], plugin] });
    expect(options.plugins).toBe(own);
    expect(own).toHaveLength(1);
    expect(withPlugin({}, plugin)).toEqual({ plugins: [plugin] });
  });

  it('tell an operation that is valid, and its end', async () => {
    const { begin, end, given } = operations();
    const listener = await apolloPlugin(given).requestDidStart();
    const document = parse('query A { a }');
    const contextValue = {};
    await listener.didResolveOperation({ document, contextValue });
    expect(begin).not.toHaveBeenCalled();
    const operation = operationIn(document, undefined);
    if (operation === undefined) throw new Error('no operation');
    await listener.didResolveOperation({ document, operation, contextValue });
    expect(begin).toHaveBeenCalledWith(operation, expect.any(Function), contextValue);
    await listener.willSendResponse({ contextValue });
    expect(end).toHaveBeenCalledWith(contextValue);
  });
});

describe('the options of Mercurius', () => {
  const first = (): void => undefined;
  const second = (): void => undefined;

  it.each([
    [undefined, []],
    [null, []],
    [first, [first]],
    [
      [first, second],
      [first, second],
    ],
  ])("get our hooks before the application's own ones: %p", (own, expected) => {
    const hooks = mercuriusHooks(operations().given);
    const options = { hooks: { preExecution: own, preParsing: first } };
    expect(withHooks(options, hooks)).toEqual({
      hooks: {
        preParsing: first,
        preExecution: [hooks.preExecution, ...expected],
        onResolution: [hooks.onResolution],
      },
    });
    expect(options.hooks.preExecution).toBe(own);
    expect(withHooks({}, hooks)).toEqual({
      hooks: { preExecution: [hooks.preExecution], onResolution: [hooks.onResolution] },
    });
  });

  it.each([
    ['of its only operation', 'query A { a }', {}, 'A'],
    ['that the body asks for', 'query A { a } query B { b }', { body: { operationName: 'B' } }, 'B'],
    ['that the query asks for', 'query A { a } query B { b }', { query: { operationName: 'B' } }, 'B'],
    [
      'of an item of a batch',
      'query A { a } query B { b }',
      { body: [{ operationName: 'A' }, { operationName: 'B' }] },
      'B',
    ],
  ])('tell the operation %s', async (_, source, request, name) => {
    const { begin, given } = operations();
    const context = { reply: { request }, operationId: 1 };
    await mercuriusHooks(given).preExecution({}, parse(source), context);
    expect(begin).toHaveBeenCalledWith(
      expect.objectContaining({ name: expect.objectContaining({ value: name }) as unknown }),
      expect.any(Function),
      context,
    );
  });

  it('tell no operation that is not certain, and fail no request', async () => {
    const { begin, fail, given } = operations();
    const hooks = mercuriusHooks(given);
    await hooks.preExecution({}, parse('query A { a } query B { b }'), {});
    expect(begin).not.toHaveBeenCalled();
    await hooks.preExecution({}, null as never, {});
    expect(fail).toHaveBeenCalledTimes(1);
  });
});

describe('classNames()', () => {
  it('has the class of a driver and its base classes', () => {
    class ApolloBaseDriver {}
    class ApolloDriver extends ApolloBaseDriver {}
    class OwnDriver extends ApolloDriver {}
    expect(classNames(new OwnDriver())).toEqual(['OwnDriver', 'ApolloDriver', 'ApolloBaseDriver']);
  });
});
