import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PerformanceMonitorModule, PerformanceMonitorService, type Report } from '../../lib/index.js';
import { delay, LineLogger, PLATFORMS, TestApp, until } from '../integration/support/test-app.js';

@Injectable()
class Arrivals {
  count = 0;
}

@Controller()
class SlowController {
  constructor(private readonly arrivals: Arrivals) {}

  @Get('slow')
  async slow(): Promise<string> {
    this.arrivals.count += 1;
    await delay(150);
    return 'done';
  }

  /** Is answered long after its client has left. */
  @Get('lengthy')
  async lengthy(): Promise<string> {
    this.arrivals.count += 1;
    await new Promise(resolve => setTimeout(resolve, 60_000).unref());
    return 'done';
  }
}

const metadata = { controllers: [SlowController], providers: [Arrivals] };

describe.each(PLATFORMS)('the client of a request on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  it.each(['close', 'keep-alive'])('is told when it has left before the answer (connection: %s)', async connection => {
    app = await TestApp.start(metadata, { threshold: 1 }, platform);
    const request = httpRequest(`${app.url}/lengthy`, { agent: false, headers: { connection } });
    request.on('error', () => undefined);
    request.end();
    await until(() => app.app.get(Arrivals).count === 1, 'the request');
    await delay(5);
    request.destroy();
    const { execution } = await app.report('GET /lengthy');
    expect(execution).toMatchObject({ outcome: 'aborted', clientAddress: expect.stringMatching(/127\.0\.0\.1$/) });
  });
});

describe('the client of a request over HTTP/2', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function reported(options: object, headers: object, leave: 'stays' | 'resets' | 'breaks'): Promise<Report> {
    const outputDir = await mkdtemp(join(tmpdir(), 'monitor-test-'));
    closers.push(() => rm(outputDir, { recursive: true, force: true }));
    class AppModule {}
    const localFile = { outputDir, formats: ['json' as const] };
    const monitor = PerformanceMonitorModule.forRoot({ threshold: 1, localFile, capture: { headers: ['host'] } });
    Module({ ...metadata, imports: [monitor] })(AppModule);
    const adapter = new FastifyAdapter({ http2: true, ...options } as never);
    const app = await NestFactory.create(AppModule, adapter, { logger: new LineLogger(), abortOnError: false });
    closers.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const client = connect(`http://127.0.0.1:${port}`);
    client.on('error', () => undefined);
    closers.push(() => client.destroy());
    const path = leave === 'stays' ? '/slow' : '/lengthy';
    const stream = client.request({ ':path': path, ':authority': 'shop.example', ...headers });
    stream.on('error', () => undefined);
    stream.resume();
    if (leave === 'stays') await once(stream, 'end');
    else await until(() => app.get(Arrivals).count === 1, 'the request');
    if (leave === 'resets') stream.close(8);
    if (leave === 'breaks') client.destroy();
    let reports: string[] = [];
    await until(async () => {
      await app.get(PerformanceMonitorService).flush('60s');
      reports = (await readdir(outputDir)).filter(name => name.endsWith('.json'));
      return reports.length === 1;
    }, 'the report');
    return JSON.parse(await readFile(join(outputDir, reports[0] ?? ''), 'utf8')) as Report;
  }

  it.each(['stays', 'resets', 'breaks'] as const)('is told, as is the host, when it %s', async leave => {
    const { execution } = await reported({}, {}, leave);
    expect(execution.outcome).toBe(leave === 'stays' ? 'ok' : 'aborted');
    expect(execution.clientAddress).toBe('127.0.0.1');
    expect(execution.headers).toEqual({ host: 'shop.example' });
  });

  it.each(['stays', 'breaks'] as const)('is who a trusted proxy says it is, when that %s', async leave => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect((await reported({ trustProxy: 'loopback' }, headers, leave)).execution.clientAddress).toBe('203.0.113.7');
  });

  it('is not who a proxy says it is that nobody trusts', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect((await reported({ trustProxy: '192.0.2.1' }, headers, 'breaks')).execution.clientAddress).toBe('127.0.0.1');
  });
});
