import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExternalContextCreator } from '@nestjs/core';
import { AbstractGraphQLDriver, Args, Query, Resolver } from '@nestjs/graphql';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { APOLLO_ON_EXPRESS, MERCURIUS, type GraphqlServer } from '../integration/support/graphql-servers.js';

@Resolver()
class UnitsResolver {
  constructor(private readonly work: Work) {}

  @Query(() => String)
  @SlowThreshold(AT_ONCE)
  slow(@Args('id', { type: () => String }) id: string): Promise<string> {
    return this.work.steps(id);
  }

  @Query(() => String)
  fast(@Args('id', { type: () => String }) id: string): Promise<string> {
    return this.work.steps(id);
  }

  @Query(() => String)
  @SlowThreshold(AT_ONCE)
  failing(@Args('id', { type: () => String }) id: string): Promise<never> {
    return this.work.fail(id);
  }

  @Query(() => String)
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(@Args('id', { type: () => String }) id: string): Promise<string> {
    return this.work.steps(id);
  }
}

interface Answer {
  readonly data?: Partial<Record<Unit, string>> | null;
  readonly errors?: readonly unknown[];
}

async function start(module: TestingModule, { platform }: GraphqlServer): Promise<DrivenApplication> {
  const app = module.createNestApplication(platform === 'express' ? new ExpressAdapter() : new FastifyAdapter());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const query = (unit: Unit): string => `query Unit_${unit}($id: String!) { ${unit}(id: $id) }`;
  const body = (unit: Unit, id: string): string => JSON.stringify({ query: query(unit), variables: { id } });
  const external = app.get(ExternalContextCreator, { strict: false });
  const driver = app.get(AbstractGraphQLDriver, { strict: false }) as object;
  const headers = { 'content-type': 'application/json', connection: 'close' };
  return {
    run: async (unit, id) => {
      const response = await fetch(url, { method: 'POST', headers, body: body(unit, id) });
      const { data, errors } = (await response.json()) as Answer;
      if (errors !== undefined) return 'failed';
      if (data?.[unit] !== id) throw new Error(`answered ${JSON.stringify(data)}`);
      return 'done';
    },
    abort: async (unit, id, left) => {
      const sent = request(url, { method: 'POST', headers });
      sent.on('error', () => undefined).end(body(unit, id));
      await left;
      await new Promise(resolve => sent.on('close', resolve).destroy());
    },
    hooks: () => [
      ...(Object.hasOwn(external, 'create') ? ['pipelines of resolvers'] : []),
      ...(Object.hasOwn(driver, 'mergeDefaultOptions') ? ['options of the driver'] : []),
    ],
    close: () => app.close(),
  };
}

for (const server of [APOLLO_ON_EXPRESS, MERCURIUS]) {
  boundaryContract({
    title: `GraphQL by ${server.title}`,
    kind: 'graphql',
    metadata: { imports: [server.module()], providers: [UnitsResolver] },
    nameOf: unit => `query Unit_${unit}`,
    start: module => start(module, server),
  });
}
