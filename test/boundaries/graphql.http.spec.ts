import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, SetMetadata, type OnModuleInit } from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost } from '@nestjs/core';
import { buildSchema, graphql, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { delay, PLATFORMS, TestApp, until } from '../integration/support/test-app.js';

const STEP_MS = 80;

@Injectable()
class Orders {
  async find(): Promise<string> {
    await delay(STEP_MS);
    return 'found';
  }
}

@Injectable()
class OrdersResolver {
  constructor(private readonly service: Orders) {}
  // As `@Query()` does.
  @SetMetadata('graphql:resolver_type', 'Query')
  orders(): Promise<string> {
    return this.service.find();
  }
  async customer(): Promise<string> {
    await delay(STEP_MS);
    return 'customer';
  }
  async place(): Promise<string> {
    await delay(STEP_MS);
    return 'placed';
  }
  @SkipMonitoring()
  muted(): Promise<string> {
    return this.customer();
  }
  @SlowThreshold('1h')
  patient(): Promise<string> {
    return this.customer();
  }
}

const FIELDS = ['orders', 'customer', 'muted', 'patient'] as const;

interface Body {
  query: string;
}

/** Makes the pipelines of root resolvers when `@nestjs/graphql` does, and answers requests with them. */
@Injectable()
class GraphqlServer implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly external: ExternalContextCreator,
    private readonly resolver: OrdersResolver,
  ) {}

  onModuleInit(): void {
    const fields = FIELDS.map(name => `${name}: String`).join(' ');
    const schema = buildSchema(`type Query { ${fields} } type Mutation { place: String }`);
    for (const name of FIELDS) this.bind(schema.getQueryType(), name);
    this.bind(schema.getMutationType(), 'place');
    const run = ({ query }: Body) => graphql({ schema, source: query });
    this.host.httpAdapter.post(
      '/graphql',
      async ({ body }: { body: Body | Body[] }, response: { send(body: unknown): void }) => {
        response.send(Array.isArray(body) ? await Promise.all(body.map(run)) : await run(body));
      },
    );
  }

  private bind(type: GraphQLObjectType | null | undefined, name: keyof OrdersResolver): void {
    const field = type?.getFields()[name];
    if (field === undefined) throw new Error(`no field ${name}`);
    const { resolver } = this;
    const [none, kind] = [undefined, 'graphql'] as const;
    const pipeline = this.external.create(resolver, resolver[name], name, none, none, none, none, none, kind);
    field.resolve = pipeline as GraphQLFieldResolver<unknown, unknown>;
  }
}

describe.each(PLATFORMS)('GraphQL over HTTP on %s', platform => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (): Promise<TestApp> => {
    const app = await TestApp.start(
      { providers: [Orders, OrdersResolver, GraphqlServer] },
      { threshold: STEP_MS / 2 },
      platform,
    );
    open.push(app);
    return app;
  };
  const send = async (app: TestApp, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const names = (app: TestApp): string[] =>
    app.monitor
      .getStats()
      .endpoints.map(({ kind, name }) => `${kind}: ${name}`)
      .sort();

  it('is one execution for a request, named by its operation', async () => {
    const app = await start();
    const queries = [
      'query OrdersPage { orders customer }',
      '{ second: orders customer first: orders }',
      'query { ...all } fragment all on Query { patient orders ... on Query { muted customer } }',
      'mutation PlaceOrder { place }',
      'mutation { place }',
      '{ __typename }',
      '{ nothing }',
    ];
    for (const query of queries) await send(app, { query });
    await until(() => app.monitor.getStats().executions === queries.length, 'all requests');
    expect(names(app)).toEqual([
      'graphql: mutation PlaceOrder',
      'graphql: mutation { place }',
      'graphql: query OrdersPage',
      'graphql: query { customer, muted, orders, … }',
      'graphql: query { customer, orders }',
      'http: POST /graphql',
    ]);
    const { execution, timeline } = await app.report('query OrdersPage');
    expect(execution).toMatchObject({
      kind: 'graphql',
      handler: 'OrdersResolver.orders',
      method: 'POST',
      url: '/graphql',
      status: 200,
      outcome: 'ok',
    });
    const spans = timeline.spans.map(({ name, parent }) => `${parent} ${name}`);
    expect(spans).toEqual(
      expect.arrayContaining(['0 OrdersResolver.orders', '0 OrdersResolver.customer', '1 Orders.find']),
    );
    expect(spans.filter(span => span.endsWith('OrdersResolver.orders'))).toHaveLength(1);
  });

  it('is named by its route when it is a batch', async () => {
    const app = await start();
    const one = { query: 'query A { orders }' };
    expect(await send(app, [one, one, { query: 'query B { customer }' }])).toHaveLength(3);
    await until(() => app.monitor.getStats().executions === 1, 'the batch');
    expect(names(app)).toEqual(['http: POST /graphql']);
  });

  it('respects the decorators of resolvers', async () => {
    const app = await start();
    const queries = [
      'query Muted { muted again: muted }',
      'query Patient { patient }',
      'query Mixed { muted customer }',
      'query Plain { customer muted }',
    ];
    for (const query of queries) await send(app, { query });
    await app.report('query Plain');
    const reported = (await app.reports()).map(({ execution }) => execution.name);
    expect(reported.sort()).toEqual(['query Mixed', 'query Plain']);
    expect(app.monitor.getStats().slow).toBe(3);
  });
});
