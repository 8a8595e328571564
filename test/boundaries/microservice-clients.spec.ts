import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientsModule, MessagePattern, Transport, type ClientProxy } from '@nestjs/microservices';
import { catchError, map, of, type Observable } from 'rxjs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { until } from '../support/until.js';
import { delay, PLATFORMS, spin, TestApp } from '../integration/support/test-app.js';
import { ownMs } from '../support/own-time.js';

const SLOW_MS = 900;
const OWN_MS = 250;

let slowMessages = 0;

@Controller()
class Answers {
  @MessagePattern('slow')
  async slow(): Promise<number> {
    slowMessages += 1;
    await delay(SLOW_MS);
    return 1;
  }
  @MessagePattern('fast')
  fast(): number {
    return 2;
  }
  @MessagePattern('fails')
  fails(): number {
    throw new Error('planted');
  }
}

@Module({ controllers: [Answers] })
class AnswersModule {}

function renderInvoice(): string {
  spin(OWN_MS);
  return 'rendered';
}

@Controller()
class InvoicesController {
  constructor(@Inject('ANSWERS') private readonly client: ClientProxy) {}
  /** Opens the connection, and is still waiting while the others run. */
  @Get('first')
  first(): Observable<unknown> {
    return this.client.send('slow', {});
  }
  @Get('invoice')
  invoice(): Observable<unknown> {
    return this.client.send('fast', {}).pipe(map(renderInvoice));
  }
  @Get('later')
  later(): Observable<unknown> {
    return this.client.send('fast', {}).pipe(map(renderInvoice));
  }
  @Get('failing')
  failing(): Observable<unknown> {
    return this.client.send('fails', {}).pipe(catchError(() => of(renderInvoice())));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe.each(PLATFORMS)('a handler that returns the answer of a microservice, on %s', platform => {
  let service: INestMicroservice;
  let port: number;
  let app: TestApp;
  beforeAll(async () => {
    port = await freePort();
    const options = { host: '127.0.0.1', port };
    service = await NestFactory.createMicroservice(AnswersModule, { transport: Transport.TCP, options, logger: false });
    await service.listen();
  });
  afterAll(() => service.close());
  afterEach(() => app.close());

  it('runs in its own context, not in that of the request that opened the connection', async () => {
    const options = { host: '127.0.0.1', port };
    const imports = [ClientsModule.register([{ name: 'ANSWERS', transport: Transport.TCP, options }])];
    app = await TestApp.start({ imports, controllers: [InvoicesController] }, { threshold: 200 }, platform);
    await app.warm();
    slowMessages = 0;
    const first = fetch(`${app.url}/first`);
    await until(() => slowMessages === 1, 'the message of the first request');
    for (const path of ['invoice', 'failing'])
      expect(await (await fetch(`${app.url}/${path}`)).text()).toBe('rendered');
    await first;
    expect(await (await fetch(`${app.url}/later`)).text()).toBe('rendered');
    for (const path of ['/invoice', '/failing', '/later']) {
      const { verdict, accounting, timeline } = await app.report(`GET ${path}`);
      // On a busy machine a request may have no sample: then its handler is the subject.
      const subject: unknown = expect.stringMatching(/spin|renderInvoice|InvoicesController/);
      expect(verdict).toMatchObject({ kind: 'cpu', subject });
      expect(ownMs(accounting)).toBeGreaterThanOrEqual(OWN_MS * 0.8);
      expect(timeline.spans.map(({ name }) => name)).toContain('ClientTCP.send');
    }
    const ofFirst = await app.report('GET /first');
    // Its CPU time is no measure: on a busy machine its own code is slow, too.
    expect(JSON.stringify(ofFirst.tree)).not.toMatch(/spin|renderInvoice/);
    expect(ofFirst.timeline.spans.filter(({ kind }) => kind === 'handler')).toHaveLength(1);
  });
});
