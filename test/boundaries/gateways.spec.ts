import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { WebSocket } from 'ws';
import { PerformanceMonitorModule } from '../../lib/index.js';
import { ContextAdapter, contextsOf, controllers, gateways, rootOf } from '../integration/support/both-kinds.js';
import { MemoryTransport } from '../integration/support/memory-transport.js';
import { PLATFORMS, TestApp } from '../integration/support/test-app.js';

describe('the module', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  const start = async (...args: Parameters<typeof TestApp.start>): Promise<TestApp> => {
    const app = await TestApp.start(...args);
    open.push(app);
    return app;
  };
  const overSocket = async (app: TestApp, event: string): Promise<unknown> => {
    const socket = new WebSocket(app.url.replace('http', 'ws'));
    await new Promise(resolve => socket.once('open', resolve));
    const answer = new Promise(resolve => socket.once('message', resolve));
    socket.send(JSON.stringify({ event, data: {} }));
    const { data } = JSON.parse(String(await answer)) as { data: unknown };
    socket.terminate();
    return data;
  };
  const connect = (app: INestApplication, inheritAppConfig = true): MemoryTransport => {
    const strategy = new MemoryTransport();
    app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig });
    return strategy;
  };

  it.each(PLATFORMS.flatMap(platform => [true, false].map(enabled => ({ platform, enabled }))))(
    'leaves gateways and transports as they are (%p)',
    async ({ platform, enabled }) => {
      const transports: MemoryTransport[] = [];
      const app = await start({ controllers, providers: gateways }, { enabled, threshold: 20 }, platform, host => {
        host.useWebSocketAdapter(new ContextAdapter(host));
        transports.push(connect(host), connect(host, false));
      });
      // Connected when everything runs.
      transports.push(connect(app.app), connect(app.app, false));
      const contexts = contextsOf(app);
      for (const event of ['gateway', 'scoped gateway'])
        expect([event, await overSocket(app, event)]).toEqual([event, { store: 'by the adapter' }]);
      for (const transport of transports)
        for (const pattern of ['static', 'scoped'])
          expect([pattern, await transport.ask(pattern)]).toEqual([pattern, { store: 'by the transport' }]);
      expect(contexts).toEqual([]);
      for (const path of ['static/both', 'mixed/both'])
        expect(await (await fetch(`${app.url}/${path}`)).json()).toEqual({ store: 'lost' });
      expect(contexts).toEqual(enabled ? ['http StaticController.message', 'http MixedController.message'] : []);
    },
  );

  it('leaves an application of messages alone as it is', async () => {
    const strategy = new MemoryTransport();
    const imports = [PerformanceMonitorModule.forRoot({ localFile: false })];
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(rootOf({ imports, controllers }), {
      strategy,
      logger: false,
      abortOnError: false,
    });
    await app.listen();
    for (const pattern of ['static', 'scoped'])
      expect([pattern, await strategy.ask(pattern)]).toEqual([pattern, { store: 'by the transport' }]);
    await app.close();
  });
});
