import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  Field,
  Int,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
  type GqlModuleOptions,
} from '@nestjs/graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { SkipMonitoring } from '../../lib/index.js';
import { APOLLO_ON_EXPRESS, MERCURIUS, type GraphqlServer } from '../integration/support/graphql-servers.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';

const SETUP_MS = 60;

/** Lets Mercurius take queries over the socket, too. */
const FULL_TRANSPORT = { subscription: { fullWsTransport: true } };

@ObjectType()
class Tick {
  @Field(() => Int)
  count!: number;
}

@Injectable()
class Clock {
  async prepare(): Promise<void> {
    await delay(SETUP_MS);
  }
  async name(): Promise<string> {
    await delay(SETUP_MS);
    return 'tick';
  }
}

@Resolver(() => Tick)
class TicksResolver {
  constructor(private readonly clock: Clock) {}

  @Query(() => String)
  idle(): Promise<string> {
    return this.clock.name();
  }

  @Subscription(() => Tick)
  async ticks(): Promise<AsyncGenerator<{ ticks: Tick }>> {
    await this.clock.prepare();
    return this.events();
  }

  @Subscription(() => Tick, { resolve: (tick: Tick) => tick, filter: ({ count }: Tick) => count !== 2 })
  async filtered(): Promise<AsyncGenerator<Tick>> {
    await this.clock.prepare();
    return (async function* () {
      for (const count of [1, 2, 3]) yield { count };
    })();
  }

  @Subscription(() => Tick)
  async broken(): Promise<AsyncGenerator<Tick>> {
    await this.clock.prepare();
    throw new RangeError('as planned');
  }

  @Subscription(() => Tick)
  @SkipMonitoring()
  async skipped(): Promise<AsyncGenerator<Tick>> {
    await this.clock.prepare();
    throw new RangeError('as planned');
  }

  @ResolveField(() => String)
  name(@Parent() _tick: Tick): Promise<string> {
    return this.clock.name();
  }

  private async *events(): AsyncGenerator<{ ticks: Tick }> {
    for (const count of [1, 2, 3]) {
      await this.clock.prepare();
      yield { ticks: { count } };
    }
  }
}

describe.each([APOLLO_ON_EXPRESS, MERCURIUS])('subscriptions of $title', server => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function start({ module, platform, isApollo }: GraphqlServer): Promise<{ app: TestApp; client: Client }> {
    const own: GqlModuleOptions = isApollo ? {} : (FULL_TRANSPORT as GqlModuleOptions);
    const metadata = { imports: [module(own)], providers: [Clock, TicksResolver] };
    const app = await TestApp.start(metadata, { threshold: SETUP_MS / 2 }, platform);
    open.push(() => app.close());
    const url = `${app.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    open.push(async () => client.dispose());
    return { app, client };
  }

  async function eventsOf(client: Client, query: string): Promise<unknown[]> {
    const events: unknown[] = [];
    for await (const { data } of client.iterate({ query })) events.push(data);
    return events;
  }

  /** A slow handshake of the socket is an execution, too. */
  const executions = (app: TestApp): string[] =>
    app.monitor
      .getStats()
      .endpoints.filter(({ kind }) => kind !== 'http')
      .map(({ kind, name, count }) => `${count} ${kind}: ${name}`);

  it('are executions until they are set up: no event is a part of one', async () => {
    const { app, client } = await start(server);
    const events = client.iterate({ query: 'subscription Ticks { ticks { count name } }' });
    const first = await events.next();
    expect(first.value).toMatchObject({ data: { ticks: { count: 1, name: 'tick' } } });
    expect(executions(app)).toEqual(['1 graphql: subscription Ticks']);
    expect(app.monitor.active()).toEqual([]);
    const rest: unknown[] = [];
    for await (const { data } of events) rest.push(data);
    expect(rest).toHaveLength(2);
    expect(executions(app)).toEqual(['1 graphql: subscription Ticks']);
    const { execution, timeline } = await app.report('subscription Ticks');
    expect(execution).toMatchObject({ kind: 'graphql', handler: 'TicksResolver.ticks', outcome: 'ok' });
    expect(execution).not.toHaveProperty('status');
    const names = timeline.spans.map(({ name }) => name);
    expect(names.filter(name => name === 'Clock.prepare')).toHaveLength(1);
    expect(names).not.toContain('Clock.name');
    expect(names).not.toContain('Tick.name');
  });

  it('without a name have that of their field, also with a filter', async () => {
    const { app, client } = await start(server);
    expect(await eventsOf(client, 'subscription { only: filtered { count } }')).toEqual([
      { only: { count: 1 } },
      { only: { count: 3 } },
    ]);
    expect(executions(app)).toEqual(['1 graphql: subscription { filtered }']);
  });

  it('that cannot be set up have the outcome error, and decorators apply', async () => {
    const { app, client } = await start(server);
    await eventsOf(client, 'subscription Skipped { skipped { count } }').catch(() => undefined);
    await eventsOf(client, 'subscription Broken { broken { count } }').catch(() => undefined);
    await until(() => executions(app).length === 2, 'two executions');
    expect((await app.report('subscription Broken')).execution.outcome).toBe('error');
    const reported = (await app.reports()).filter(({ execution }) => execution.kind === 'graphql');
    expect(reported.map(({ execution }) => execution.name)).toEqual(['subscription Broken']);
  });

  it('share their socket with queries, which are no executions', async () => {
    const { app, client } = await start(server);
    expect(await eventsOf(client, '{ idle }')).toEqual([{ idle: 'tick' }]);
    await eventsOf(client, 'subscription Ticks { ticks { count } }');
    expect(executions(app)).toEqual(['1 graphql: subscription Ticks']);
  });
});
