import { connect, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import type { EventEmitter } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Sse, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { map, timer } from 'rxjs';
import { PerformanceMonitorModule, PerformanceMonitorService, type Report } from '../../lib/index.js';
import { delay, LineLogger, until } from '../integration/support/test-app.js';

/** Called when the handler runs. */
let lengthyBegins: () => void = () => undefined;
/** Longer than any test, and no reason to stay for the process. */
const LENGTHY_MS = 60_000;

@Controller()
class Http2Controller {
  @Get('slow/:id')
  async slow(): Promise<object> {
    // Most of the request even where the application's first one takes long to compile.
    await delay(1_000);
    return { ok: true };
  }
  @Get('lengthy/:id')
  async lengthy(): Promise<object> {
    lengthyBegins();
    await new Promise(resolve => setTimeout(resolve, LENGTHY_MS).unref());
    return { ok: true };
  }
  @Get('quick')
  quick(): string {
    return 'quick';
  }
  @Get(['large', 'large-before'])
  large(): Buffer {
    return Buffer.alloc(4_000_000, 'x');
  }
  @Post(['upload', 'upload-before'])
  upload(@Body() body: { text: string }): object {
    return { length: body.text.length };
  }
  @Sse('events')
  events() {
    return timer(20, 50).pipe(map(n => ({ data: { n } })));
  }
}

describe('HTTP/2 requests on fastify', () => {
  let app: INestApplication;
  let client: ClientHttp2Session;
  let directory: string;
  const logger = new LineLogger();

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monitor-test-'));
    const monitor = PerformanceMonitorModule.forRoot({
      threshold: 200,
      localFile: { outputDir: directory, formats: ['json'] },
    });
    class AppModule {}
    Module({ imports: [monitor], controllers: [Http2Controller] })(AppModule);
    const adapter = new FastifyAdapter({ http2: true } as never);
    app = await NestFactory.create(AppModule, adapter, { logger, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    // A window that a response of 4 MB does not fit in, whatever this client's sockets can hold.
    client = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 65_535 } });
    client.on('error', () => undefined);
  });
  afterEach(async () => {
    client.destroy();
    await app.close();
    await rm(directory, { recursive: true, force: true });
  });

  const monitor = (): PerformanceMonitorService => app.get(PerformanceMonitorService);
  const report = async (name: string): Promise<Report> => {
    let found: Report | undefined;
    await until(async () => {
      await monitor().flush('60s');
      const files = (await readdir(directory)).filter(file => file.endsWith('.json'));
      const texts = await Promise.all(files.map(file => readFile(join(directory, file), 'utf8')));
      found = texts.map(text => JSON.parse(text) as Report).find(({ execution }) => execution.name === name);
      return found !== undefined;
    }, `a report about ${name}`);
    if (found === undefined) throw new Error('unreachable');
    return found;
  };
  const answerOf = (stream: ClientHttp2Stream): Promise<{ headers: IncomingHttpHeaders; text: string }> =>
    new Promise((resolve, reject) => {
      let headers: IncomingHttpHeaders = {};
      let text = '';
      stream.on('response', given => (headers = given));
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => resolve({ headers, text }));
      stream.on('error', reject);
    });
  const get = (path: string) => answerOf(client.request({ ':path': path }));
  /** So long a pause is most of a request, whatever the machine: the same work took a third of it. */
  const pauseFor = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    await work();
    return Math.max(300, 3 * (performance.now() - begin));
  };
  const counts = (): Record<string, number> =>
    Object.fromEntries(
      monitor()
        .getStats()
        .endpoints.map(({ name, count }) => [name, count]),
    );

  it('are named by their route, each by itself, on one connection', async () => {
    const answers = await Promise.all([get('/slow/1'), get('/quick'), get('/quick'), get('/no/such')]);
    expect(answers.map(({ headers }) => headers[':status'])).toEqual([200, 200, 200, 404]);
    await until(() => monitor().getStats().executions === 4, 'four executions');
    expect(counts()).toEqual({ 'GET /slow/:id': 1, 'GET /quick': 2, 'GET (unmatched)': 1 });
    const { execution, verdict, accounting } = await report('GET /slow/:id');
    expect(execution).toMatchObject({ outcome: 'ok', status: 200, method: 'GET', url: '/slow/1' });
    expect(verdict.kind).toBe('timer');
    expect(accounting.unexplainedMs).toBeLessThan(0.05 * accounting.durationMs);
  });

  it('that a client sends slowly are a slow client', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(2_000) });
    const post = (path: string): ClientHttp2Stream =>
      client.request({ ':path': path, ':method': 'POST', 'content-type': 'application/json' });
    const pauseMs = await pauseFor(() => answerOf(post('/upload-before').end(body)));
    const stream = post('/upload');
    const answer = answerOf(stream);
    (app.getHttpServer() as EventEmitter).once('request', () => {
      setTimeout(() => stream.end(body.slice(1_000)), pauseMs);
    });
    stream.write(body.slice(0, 1_000));
    expect(JSON.parse((await answer).text)).toEqual({ length: 2_000 });
    const { verdict, accounting } = await report('POST /upload');
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body' });
    expect(accounting.clientMs).toBeGreaterThan(200);
  });

  it('that a client takes slowly are a slow client', async () => {
    const pauseMs = await pauseFor(() => get('/large-before'));
    const stream = client.request({ ':path': '/large' });
    const answer = answerOf(stream);
    stream.pause();
    stream.once('response', () => setTimeout(() => stream.resume(), pauseMs));
    expect((await answer).text).toHaveLength(4_000_000);
    const { verdict, accounting } = await report('GET /large');
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'response' });
    expect(accounting.clientMs).toBeGreaterThan(200);
  });

  it('are aborted when their client leaves, and their wait is named', async () => {
    const begun = new Promise<void>(resolve => (lengthyBegins = resolve));
    const stream = client.request({ ':path': '/lengthy/1' });
    stream.on('error', () => undefined);
    await begun;
    setTimeout(() => stream.close(8), 230);
    const { execution, accounting } = await report('GET /lengthy/:id');
    expect(execution.outcome).toBe('aborted');
    expect('status' in execution).toBe(false);
    expect(accounting.unexplainedMs).toBeLessThan(0.05 * execution.durationMs);
  });

  it('are aborted when their connection breaks', async () => {
    const begun = new Promise<void>(resolve => (lengthyBegins = resolve));
    const stream = client.request({ ':path': '/lengthy/1' });
    stream.on('error', () => undefined);
    await begun;
    setTimeout(() => client.destroy(), 230);
    expect((await report('GET /lengthy/:id')).execution.outcome).toBe('aborted');
  });

  it('that stream events are not slow because they stay open', async () => {
    const stream = client.request({ ':path': '/events' });
    stream.on('error', () => undefined);
    await new Promise<void>(resolve => void stream.once('data', () => resolve()));
    await delay(400);
    stream.close(8);
    await until(() => monitor().getStats().executions === 1, 'the end of the execution');
    expect(monitor().getStats()).toMatchObject({ slow: 0, executions: 1 });
  });
});
