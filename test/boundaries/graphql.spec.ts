import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModuleMetadata } from '@nestjs/common';
import { ExternalContextCreator } from '@nestjs/core';
import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { PerformanceMonitorOptions, Report } from '../../lib/index.js';
import { Customers, OrdersResolver, STEP_MS, TYPE_DEFS } from '../integration/support/graphql-orders.js';
import { APOLLO_ON_EXPRESS, GRAPHQL_SERVERS, type GraphqlServer } from '../integration/support/graphql-servers.js';
import { takeMultipart } from '../integration/support/graphql-uploads.js';
import { TestApp, until } from '../integration/support/test-app.js';
import { Upstream } from '../integration/support/upstream.js';

/** Orders of which each asks for its customer: more than have spans of their own. */
const MANY = 240;

const providers = [Customers, OrdersResolver];
const upstream = new Upstream();
const open: TestApp[] = [];

beforeAll(() => upstream.listen());
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});
afterAll(() => upstream.close());

interface Started {
  readonly app: TestApp;
  post(body: unknown): Promise<string>;
  get(search: Readonly<Record<string, string>>): Promise<string>;
  names(): string[];
}

async function start(
  server: GraphqlServer,
  options: PerformanceMonitorOptions = {},
  graphql: GqlModuleOptions = {},
  metadata: ModuleMetadata = { providers },
): Promise<Started> {
  const imports = [server.module(graphql)];
  const settings = { threshold: STEP_MS / 2, ...options };
  const app = await TestApp.start({ ...metadata, imports }, settings, server.platform, takeMultipart);
  open.push(app);
  const url = `${app.url}/graphql`;
  const headers = { 'content-type': 'application/json' };
  return {
    app,
    post: async body => (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).text(),
    get: async search => (await fetch(`${url}?${String(new URLSearchParams(search))}`, { headers })).text(),
    names: () =>
      app.monitor
        .getStats()
        .endpoints.map(({ kind, name }) => `${kind}: ${name}`)
        .sort(),
  };
}

const counted = (app: TestApp, count: number): Promise<void> =>
  until(() => app.monitor.getStats().executions === count, `${count} executions`);

const spansOf = ({ timeline }: Report): string[] => timeline.spans.map(({ name, parent }) => `${parent} ${name}`);

describe.each(GRAPHQL_SERVERS)('GraphQL by $title', server => {
  it('is one execution for a request, named by the operation that the server parsed', async () => {
    const { app, post, get, names } = await start(server);
    const queries = [
      { query: 'query OrdersPage { orders(first: 1) { id } }' },
      { query: '{ second: orders(first: 1) { id } customer(id: 1) { id } first: orders(first: 2) { id } }' },
      { query: 'query { ...all } fragment all on Query { customer(id: 2) { id } ... on Query { orders { id } } }' },
      { query: 'mutation PlaceOrder { place { id } }' },
      { query: 'query A { refused } query B { refused }', operationName: 'B' },
      { query: 'query IntrospectionQuery { __schema { queryType { name } } }' },
      { query: '{ __typename }' },
      // None of them is executed.
      { query: '{ orders { ' },
      { query: 'query Invented { nothing }' },
      { query: 'query A { refused } query B { refused }', operationName: 'C' },
    ];
    for (const query of queries) await post(query);
    await get({ query: 'query ByGet { orders(first: 1) { id } }' });
    await counted(app, queries.length + 1);
    expect(names()).toEqual([
      'graphql: mutation PlaceOrder',
      'graphql: query B',
      'graphql: query ByGet',
      'graphql: query IntrospectionQuery',
      'graphql: query OrdersPage',
      'graphql: query { __typename }',
      'graphql: query { customer, orders }',
      'http: POST /graphql',
    ]);
  });

  it('keeps the facts of the request, and has spans for resolvers', async () => {
    const { app, post } = await start(server);
    await post({ query: 'query OrdersPage { orders(first: 2) { id customer { name } lines label } }' });
    const report = await app.report('query OrdersPage');
    expect(report.execution).toMatchObject({
      kind: 'graphql',
      handler: 'OrdersResolver.orders',
      method: 'POST',
      url: '/graphql',
      status: 200,
      outcome: 'ok',
    });
    const spans = spansOf(report);
    expect(spans.filter(span => span === '0 OrdersResolver.orders')).toHaveLength(1);
    expect(spans.filter(span => span === '0 Order.customer')).toHaveLength(2);
    expect(spans.filter(span => span === '0 Order.lines')).toHaveLength(2);
    expect(spans.filter(span => span.endsWith('Customers.find'))).toHaveLength(2);
    expect(spans.join()).not.toMatch(/label|\b0 Customers\.find/);
  });

  it('tells the N+1 of a field resolver as one finding', async () => {
    const { app, post } = await start(server);
    app.app.get(Customers).url = upstream.url;
    // What the first request compiles, and the connections that it opens, are no part of the one that is looked at.
    await post({ query: `query Warm { orders(first: ${MANY}) { customer { name } } }` });
    await post({ query: `query OrdersPage { orders(first: ${MANY}) { id customer { name } } }` });
    const { verdict, findings, operations } = await app.report('query OrdersPage');
    const repeated = [verdict, ...findings].filter(({ kind }) => kind === 'repeated-io');
    expect(repeated).toHaveLength(1);
    expect(repeated[0]).toMatchObject({ count: MANY, subject: `GET ${upstream.host}/wait/:id` });
    expect(repeated[0]?.headline).toMatch(
      new RegExp(`${MANY} × GET .+, in Customers\\.find, called by Order\\.customer`),
    );
    expect(operations.find(({ on }) => on === 'http')).toMatchObject({ calls: MANY });
  });

  it('is named by its route when it is a batch, with a span for each operation', async () => {
    const { app, post, names } = await start(server);
    const answer = await post([
      { query: 'query A { orders(first: 1) { id } }' },
      { query: 'query A { orders(first: 1) { id } }' },
      { query: '{ customer(id: 3) { name } }' },
      { query: '{ __typename }' },
    ]);
    expect(JSON.parse(answer)).toHaveLength(4);
    await counted(app, 1);
    expect(names()).toEqual(['http: POST /graphql']);
    const { timeline } = await app.report('POST /graphql');
    const parts = timeline.spans.map(({ name, parent }) => `${timeline.spans[parent]?.name ?? ''} > ${name}`);
    expect(parts.filter(part => part.endsWith('> query A'))).toHaveLength(2);
    expect(parts.filter(part => part === 'query A > OrdersResolver.orders')).toHaveLength(2);
    expect(parts).toContain('query { customer } > OrdersResolver.customer');
    expect(parts.filter(part => part.endsWith('> query { __typename }'))).toHaveLength(1);
    const endOf = (wanted: string): number => timeline.spans.find(({ name }) => name === wanted)?.endMs ?? NaN;
    expect(endOf('query { __typename }')).toBeLessThan(endOf('query A'));
  });

  it('names persisted queries, which clients send as a hash', async () => {
    const { app, post, get, names } = await start(server);
    const query = 'query Persisted { orders(first: 1) { id } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await post({ extensions })).toMatch(/PersistedQueryNotFound/);
    await post({ query, extensions });
    expect(await post({ extensions })).toMatch(/"orders":\[/);
    expect(await get({ extensions: JSON.stringify(extensions) })).toMatch(/"orders":\[/);
    await counted(app, 4);
    expect(names()).toEqual(['graphql: query Persisted', 'http: POST /graphql']);
    expect(app.monitor.getStats().endpoints.find(({ kind }) => kind === 'graphql')?.count).toBe(3);
  });

  it('names requests in several parts, as uploads come', async () => {
    const { app, names } = await start(server);
    for (const query of ['mutation Upload { place { id } }', '{ orders(first: 1) { id } }']) {
      const form = new FormData();
      form.set('operations', JSON.stringify({ query }));
      form.set('0', new Blob(['content']), 'file.txt');
      const response = await fetch(`${app.url}/graphql`, { method: 'POST', body: form });
      expect(await response.text()).toContain('"data"');
    }
    await counted(app, 2);
    expect(names()).toEqual(['graphql: mutation Upload', 'graphql: query { orders }']);
    const { timeline } = await app.report('mutation Upload');
    expect(timeline.spans.map(({ name }) => name)).toContain('OrdersResolver.place');
  });

  it('has the outcome error when a root resolver fails, and not when it refuses', async () => {
    const { app, post } = await start(server);
    for (const field of ['failing', 'invalid', 'refused']) await post({ query: `query Op_${field} { ${field} }` });
    const outcomes = await Promise.all(
      ['failing', 'invalid', 'refused'].map(async field => (await app.report(`query Op_${field}`)).execution.outcome),
    );
    expect(outcomes).toEqual(['error', 'ok', 'ok']);
  });

  it.each([[[]], [['guards', 'interceptors', 'filters']]])(
    'answers as without the module, with enhancers for fields: %p',
    async fieldResolverEnhancers => {
      const graphql = { fieldResolverEnhancers } as GqlModuleOptions;
      const documents = [
        { query: '{ orders(first: 3) { id customer { name } lines label } customer(id: 9) { name } }' },
        { query: '{ a: customer(id: 1) { name } b: customer(id: 2) { name } }' },
        { query: 'mutation { place(note: "x") { id label } }' },
        { query: '{ failing }' },
        { query: '{ invalid }' },
        { query: '{ refused }' },
        { query: '{ orders { ' },
        { query: '{ nothing }' },
        [{ query: '{ customer(id: 1) { id } }' }, { query: '{ failing }' }],
      ];
      const answers: string[][] = [];
      for (const enabled of [true, false]) {
        const { post, app } = await start(server, { enabled, localFile: false }, graphql);
        const given: string[] = [];
        for (const document of documents) given.push(await post(document));
        answers.push(given);
        await app.monitor.flush('10s');
      }
      expect(answers[0]).toEqual(answers[1]);
    },
  );

  it('watches a schema that is given as text alike', async () => {
    const { app, post } = await start(server, {}, { typeDefs: TYPE_DEFS });
    await post({ query: 'query OrdersPage { plain orders(first: 1) { customer { name } } }' });
    expect(spansOf(await app.report('query OrdersPage'))).toEqual(
      expect.arrayContaining(['0 OrdersResolver.orders', '0 Order.customer']),
    );
  });

  it('shows no value of a variable, unless the options ask for it', async () => {
    const { app, post, get } = await start(server);
    const query = 'query Login($name: String!, $password: String!) { login(name: $name, password: $password) }';
    const variables = { name: 'Ada-5391', password: 'hunter2-7718' };
    expect(await post({ query, variables })).toContain('Ada-5391');
    await app.report('query Login');
    await get({
      query: query.replace('Login', 'LoginByGet'),
      variables: JSON.stringify(variables),
    });
    await app.report('query LoginByGet');
    const [byPost, byGet] = ['query Login', 'query LoginByGet'].map(name => app.report(name));
    expect(JSON.stringify(await byPost)).not.toMatch(/5391|7718/);
    expect(JSON.stringify(await byGet)).not.toContain('7718');
    expect([...app.logger.lines].join()).not.toMatch(/5391|7718/);
  });

  it('leaves no hook when it is disabled', async () => {
    const { app, post } = await start(server, { enabled: false });
    expect(await post({ query: '{ orders(first: 1) { id } }' })).toContain('"orders"');
    expect(Object.hasOwn(app.app.get(ExternalContextCreator, { strict: false }), 'create')).toBe(false);
    const driver = app.app.get(AbstractGraphQLDriver, { strict: false }) as object;
    expect(Object.hasOwn(driver, 'mergeDefaultOptions')).toBe(false);
  });
});

describe('the names of operations', () => {
  it('are 200 at most in an application, however many a client invents', async () => {
    const { app, post, names } = await start(APOLLO_ON_EXPRESS, { threshold: '1h', localFile: false });
    for (let from = 0; from < 220; from += 20)
      await Promise.all(Array.from({ length: 20 }, (_, n) => post({ query: `query Q${from + n} { __typename }` })));
    await counted(app, 220);
    expect(names()).toHaveLength(201);
    expect(app.monitor.getStats().endpoints.find(({ name }) => name === 'query *')?.count).toBe(20);
  });
});
