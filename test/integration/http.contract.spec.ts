import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Param } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { PLATFORMS, type Platform } from './support/test-app.js';

@Controller()
class UnitsController {
  constructor(private readonly work: Work) {}

  @Get('slow/:id')
  @SlowThreshold(AT_ONCE)
  slow(@Param('id') id: string): Promise<string> {
    return this.work.steps(id);
  }

  @Get('fast/:id')
  fast(@Param('id') id: string): Promise<string> {
    return this.work.steps(id);
  }

  @Get('failing/:id')
  @SlowThreshold(AT_ONCE)
  failing(@Param('id') id: string): Promise<never> {
    return this.work.fail(id);
  }

  @Get('skipped/:id')
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(@Param('id') id: string): Promise<string> {
    return this.work.steps(id);
  }
}

async function start(module: TestingModule, platform: Platform): Promise<DrivenApplication> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = module.createNestApplication(adapter);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = (unit: Unit, id: string): string => `http://127.0.0.1:${port}/${unit}/${id}`;
  const config = app.get(ApplicationConfig);
  return {
    run: async (unit, id) => {
      const response = await fetch(url(unit, id), { headers: { connection: 'close' } });
      const text = await response.text();
      if (response.status === 500) return 'failed';
      if (text !== id) throw new Error(`answered ${response.status} ${text}`);
      return 'done';
    },
    abort: async (unit, id, left) => {
      const request = get(url(unit, id));
      request.on('error', () => undefined);
      await left;
      await new Promise(resolve => request.on('close', resolve).destroy());
    },
    hooks: () => [
      ...((adapter as unknown as { onRequestHook?: unknown }).onRequestHook === undefined ? [] : ['request hook']),
      ...(Object.hasOwn(config, 'getGlobalInterceptors') ? ['placement of the interceptor'] : []),
    ],
    close: () => app.close(),
  };
}

for (const platform of PLATFORMS) {
  boundaryContract({
    title: `HTTP on ${platform}`,
    kind: 'http',
    metadata: { controllers: [UnitsController] },
    nameOf: unit => `GET /${unit}/:id`,
    start: module => start(module, platform),
  });
}
