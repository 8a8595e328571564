import { afterEach, describe, expect, it } from '@jest/globals';
import { Args, Int, Query, ResolveField, Resolver, Parent, ObjectType, Field } from '@nestjs/graphql';
import { Injectable, type INestApplication } from '@nestjs/common';
import { APOLLO_ON_EXPRESS, MERCURIUS } from '../integration/support/graphql-servers.js';
import { HomeMadeQueue, PooledClient } from '../integration/support/lost-context.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';

type Middleware = (request: unknown, response: unknown, next: () => void) => void;

@ObjectType()
class Item {
  @Field(() => Int)
  id!: number;
}

@Injectable()
class Gate {
  open: () => void = () => undefined;
  arrived = 0;

  async pass(): Promise<void> {
    this.arrived += 1;
    await new Promise<void>(resolve => (this.open = resolve));
  }
}

@Resolver(() => Item)
class ItemsResolver {
  constructor(private readonly gate: Gate) {}

  @Query(() => [Item])
  async items(@Args('waits', { type: () => Boolean }) waits: boolean): Promise<Item[]> {
    if (waits) await this.gate.pass();
    await delay(50);
    return [{ id: 1 }, { id: 2 }];
  }

  @ResolveField(() => Int)
  async price(@Parent() { id }: Item): Promise<number> {
    await delay(5);
    return id;
  }
}

describe.each([APOLLO_ON_EXPRESS, MERCURIUS])('operations whose async context is lost, by $title', server => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(middleware: Middleware): Promise<TestApp> {
    const metadata = { imports: [server.module()], providers: [Gate, ItemsResolver] };
    const prepare = (app: INestApplication): unknown => app.use(middleware);
    const app = await TestApp.start(metadata, { threshold: 30 }, server.platform, prepare);
    closers.push(() => app.close());
    return app;
  }

  async function ask(app: TestApp, query: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return ((await response.json()) as { data: unknown }).data;
  }

  const PAGE = { items: [{ price: 1 }, { price: 2 }] };
  const queryOf = (name: string, waits: boolean): string => `query ${name} { items(waits: ${waits}) { price } }`;

  it('have their own name and spans, not those of the request that opened the connection', async () => {
    const client = await PooledClient.start();
    closers.push(() => client.stop());
    const app = await start((_request, _response, next) => client.ask(next));
    const gate = app.app.get(Gate);
    const a = ask(app, queryOf('A', true));
    await until(() => gate.arrived === 1, 'the resolver of A');
    expect(await ask(app, queryOf('B', false))).toEqual(PAGE);
    gate.open();
    expect(await a).toEqual(PAGE);
    for (const name of ['query A', 'query B']) {
      const { execution, timeline } = await app.report(name);
      expect(execution.handler).toBe('ItemsResolver.items');
      const spans = timeline.spans.map(each => each.name);
      expect(spans.filter(span => span === 'ItemsResolver.items')).toHaveLength(1);
      expect(spans.filter(span => span === 'Item.price')).toHaveLength(2);
    }
    expect(app.monitor.getStats().executions).toBe(2);
  });

  it('are found where the context is lost altogether', async () => {
    const queue = new HomeMadeQueue();
    closers.push(() => queue.stop());
    const app = await start((_request, _response, next) => queue.ask(next));
    expect(await ask(app, queryOf('Lost', false))).toEqual(PAGE);
    const { timeline } = await app.report('query Lost');
    expect(timeline.spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ItemsResolver.items', 'Item.price']),
    );
  });
});
