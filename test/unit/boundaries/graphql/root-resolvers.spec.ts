import { describe, expect, it, jest } from '@jest/globals';
import { parse } from 'graphql';
import { GraphqlOperations } from '../../../../lib/boundaries/graphql/operations.js';
import { operationIn } from '../../../../lib/boundaries/graphql/parsed-operation.js';
import { RootResolvers } from '../../../../lib/boundaries/graphql/root-resolvers.js';
import type { MonitorLogger } from '../../../../lib/logging/monitor.logger.js';
import type { Callable } from '../../../../lib/tracing/callable.js';
import type { Execution, Span } from '../../../../lib/tracing/execution.js';
import type { TracerService } from '../../../../lib/tracing/tracer.service.js';

/** The execution of a request in the state before its handler, or with other facts. */
function requested(facts: Partial<Execution> = {}): Execution {
  return {
    kind: 'http',
    name: '',
    finished: false,
    handler: undefined,
    transport: { kind: 'http' },
    ...facts,
  } as Execution;
}

function resolvers(execution?: Execution) {
  const failure = jest.fn();
  const callAsExecution = jest.fn((...[, , , fn, self, args]: Parameters<TracerService['callAsExecution']>) =>
    Reflect.apply(fn, self, args),
  );
  const enter = () => (execution === undefined ? undefined : ({ execution } as Span));
  const operations = new GraphqlOperations({ enter }, { failure } as unknown as MonitorLogger);
  const made = new RootResolvers(operations, { isActive: true, callAsExecution } as unknown as TracerService);
  made.isOn = true;
  return { made, failure, callAsExecution };
}

const infoOf = (source: string) => ({ operation: operationIn(parse(source), undefined), fragments: {} });
const call = (pipeline: Callable, info: unknown): unknown => pipeline({}, {}, {}, info);

describe('RootResolvers', () => {
  it('name the request, and pass everything on', () => {
    const execution = requested();
    const { made } = resolvers(execution);
    const result = Promise.resolve('answer');
    const self = {};
    const pipeline = jest.fn((..._args: unknown[]) => result);
    const info = infoOf('{ b a }');
    expect(Reflect.apply(made.watch(pipeline), self, [1, 2, {}, info])).toBe(result);
    expect(pipeline).toHaveBeenCalledWith(1, 2, {}, info);
    expect(pipeline.mock.contexts).toEqual([self]);
    expect(execution).toMatchObject({ kind: 'graphql', name: 'query { a, b }' });
    const error = new Error('on purpose');
    const failing = made.watch(() => {
      throw error;
    });
    expect(() => call(failing, info)).toThrow(error);
  });

  it.each([
    ['that has reached a handler', { handler: 'OrdersController.find' }],
    ['that has another kind', { kind: 'queue' as const }],
    ['that came by no request', { transport: undefined }],
    ['that is a batch', { transport: { kind: 'http', isBatch: () => true } as unknown as Execution['transport'] }],
  ])('name no execution %s', (_, facts) => {
    const execution = requested(facts);
    const { made, callAsExecution } = resolvers(execution);
    expect(
      call(
        made.watch(() => 'answer'),
        infoOf('{ a }'),
      ),
    ).toBe('answer');
    expect(execution).toMatchObject({ kind: 'kind' in facts ? facts.kind : 'http', name: '' });
    expect(callAsExecution).not.toHaveBeenCalled();
  });

  it('make executions of subscriptions outside of requests, and of nothing else', () => {
    for (const execution of [undefined, requested({ finished: true })]) {
      const { made, callAsExecution } = resolvers(execution);
      const pipeline = made.watch(() => 'answer');
      for (const source of ['query A { a }', 'mutation B { b }', 'subscription C { c }', 'subscription C { c }'])
        expect(call(pipeline, infoOf(source))).toBe('answer');
      expect(callAsExecution.mock.calls.map(([kind, { name }]) => `${kind}: ${name}`)).toEqual([
        'graphql: subscription C',
        'graphql: subscription C',
      ]);
      const [first, second] = callAsExecution.mock.calls.map(([, site]) => site);
      expect(first).toBe(second);
    }
  });

  it.each([undefined, null, {}, { operation: null }, { operation: { operation: 'subscription' } }])(
    'pass on a call of a server that gives %p in place of the operation',
    info => {
      for (const execution of [requested(), undefined]) {
        const { made } = resolvers(execution);
        expect(
          call(
            made.watch(() => 'answer'),
            info,
          ),
        ).toBe('answer');
        expect(execution?.kind ?? 'http').toBe('http');
      }
    },
  );

  it('do nothing when they are off', () => {
    const execution = requested();
    const { made } = resolvers(execution);
    made.isOn = false;
    expect(
      call(
        made.watch(() => 'answer'),
        infoOf('{ a }'),
      ),
    ).toBe('answer');
    expect(execution.kind).toBe('http');
  });
});
