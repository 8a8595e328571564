import { request as httpRequest, type ServerResponse } from 'node:http';
import { createConnection } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  HttpException,
  Injectable,
  Post,
  Redirect,
  Res,
  Sse,
  StreamableFile,
  UseGuards,
  type CanActivate,
} from '@nestjs/common';
import { map, timer } from 'rxjs';
import { delay, PLATFORMS, spin, TestApp, until } from './support/test-app.js';

@Injectable()
class SlowGuard implements CanActivate {
  async canActivate(): Promise<boolean> {
    await delay(250);
    return false;
  }
}

/** Called when the handler runs. */
let slowBegins: () => void = () => undefined;
/** Longer than any test, and no reason to stay for the process. */
const LENGTHY_MS = 60_000;

@Controller()
class RoutesController {
  @Get('orders/:id')
  order(): object {
    spin(5);
    return { id: 1 };
  }

  @Get('slow/:id')
  async slow(): Promise<object> {
    slowBegins();
    await delay(400);
    return { ok: true };
  }

  @Get('lengthy/:id')
  async lengthy(): Promise<object> {
    slowBegins();
    await new Promise(resolve => setTimeout(resolve, LENGTHY_MS).unref());
    return { ok: true };
  }

  @Get('guarded')
  @UseGuards(SlowGuard)
  guarded(): string {
    return 'never';
  }

  @Get('fails')
  async fails(): Promise<never> {
    await delay(220);
    throw new HttpException('teapot', 418);
  }

  @Get('breaks')
  async breaks(): Promise<never> {
    await delay(220);
    throw new Error('broken');
  }

  @Get('moved')
  @Redirect('/orders/1', 302)
  moved(): void {}

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.from('a'.repeat(1000)), Buffer.from('b'.repeat(1000))]));
  }

  @Get(['large', 'large-before'])
  large(): StreamableFile {
    return new StreamableFile(Readable.from(Array.from({ length: 16 }, () => Buffer.alloc(1_000_000, 'x'))));
  }

  @Get('manual')
  manual(@Res() response: { raw?: ServerResponse } & ServerResponse): void {
    (response.raw ?? response).end('by hand');
  }

  @Sse('events')
  events() {
    return timer(20, 50).pipe(map(n => ({ data: { n } })));
  }

  @Get('manual-events')
  manualEvents(@Res() response: { raw?: ServerResponse } & ServerResponse): void {
    const raw = response.raw ?? response;
    raw.writeHead(200, { 'content-type': 'text/event-stream' });
    raw.write('data: 1\n\n');
    const ticks = setInterval(() => raw.write('data: 2\n\n'), 50);
    raw.on('close', () => clearInterval(ticks));
  }

  @Post(['upload', 'upload-before'])
  upload(@Body() body: { text: string }): object {
    return { length: body.text.length };
  }
}

function slowMiddleware(_request: unknown, _response: unknown, next: () => void): void {
  setTimeout(next, 250);
}

@Controller()
class MiddlewareController {
  @Get('behind-middleware')
  behind(): string {
    return 'behind';
  }
}

describe.each(PLATFORMS)('HTTP requests on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  const start = async (threshold: number | string = 200): Promise<void> => {
    app = await TestApp.start(
      { controllers: [RoutesController, MiddlewareController], providers: [SlowGuard] },
      { threshold },
      platform,
    );
  };
  /** So long a pause is most of a request, whatever the machine: the same work took a third of it. */
  const pauseFor = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    await work();
    return Math.max(300, 3 * (performance.now() - begin));
  };
  const counts = (): Record<string, number> =>
    Object.fromEntries(app.monitor.getStats().endpoints.map(({ name, count }) => [name, count]));

  it('are named by their route, never by their path', async () => {
    await start();
    for (const id of ['1', '2', 'secret-id'])
      expect(await (await fetch(`${app.url}/orders/${id}?token=${id}`)).json()).toEqual({ id: 1 });
    expect((await fetch(`${app.url}/no/such/7`)).status).toBe(404);
    expect((await fetch(`${app.url}/no/such/8`)).status).toBe(404);
    await until(() => app.monitor.getStats().executions === 5, 'five executions');
    expect(counts()).toEqual({ 'GET /orders/:id': 3, 'GET (unmatched)': 2 });
  });

  it('answer the same as without a monitor: redirects, streams, handwritten responses', async () => {
    await start();
    const moved = await fetch(`${app.url}/moved`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/orders/1']);
    expect(await (await fetch(`${app.url}/file`)).text()).toBe('a'.repeat(1000) + 'b'.repeat(1000));
    expect(await (await fetch(`${app.url}/manual`)).text()).toBe('by hand');
    await until(() => app.monitor.getStats().executions === 3, 'three executions');
    expect(counts()).toEqual({ 'GET /moved': 1, 'GET /file': 1, 'GET /manual': 1 });
  });

  it('that a guard delays and rejects are measured and named', async () => {
    await start();
    expect((await fetch(`${app.url}/guarded`)).status).toBe(403);
    const report = await app.report('GET /guarded');
    expect(report.execution).toMatchObject({ outcome: 'ok', status: 403, method: 'GET' });
    expect(report.verdict.kind).toBe('timer');
    expect(report.verdict.subject).toBe('SlowGuard.canActivate');
  });

  it('that throw keep their answers; 5xx is an error', async () => {
    await start();
    expect(await (await fetch(`${app.url}/fails`)).json()).toEqual({ statusCode: 418, message: 'teapot' });
    expect(await (await fetch(`${app.url}/breaks`)).json()).toEqual({
      statusCode: 500,
      message: 'Internal server error',
    });
    expect((await app.report('GET /fails')).execution).toMatchObject({ status: 418, outcome: 'ok' });
    const broken = await app.report('GET /breaks');
    expect(broken.execution).toMatchObject({ status: 500, outcome: 'error', handler: 'RoutesController.breaks' });
    expect(broken.timeline.spans.find(span => span.kind === 'handler')?.failed).toBe(true);
  });

  it('are aborted when their client leaves, and their wait is named', async () => {
    await start();
    const begun = new Promise<void>(resolve => (slowBegins = resolve));
    // Not `fetch()`: it connects again at once, and the application waits four seconds for that connection at its end.
    const request = httpRequest(`${app.url}/lengthy/1`)
      .on('error', () => undefined)
      .end();
    await begun;
    setTimeout(() => request.destroy(), 230);
    const report = await app.report('GET /lengthy/:id');
    expect(report.execution.outcome).toBe('aborted');
    // It was never answered: that Node's response begins with 200 says nothing.
    expect('status' in report.execution).toBe(false);
    expect(report.accounting.unexplainedMs).toBeLessThan(0.05 * report.execution.durationMs);
  });

  it.each(['events', 'manual-events'])('that stream events (%s) are not slow because they stay open', async path => {
    await start('10s');
    const controller = new AbortController();
    const answer = await fetch(`${app.url}/${path}`, { signal: controller.signal });
    const reader = answer.body?.getReader();
    let text = '';
    while (!text.includes('data:')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await until(() => app.monitor.getStats().executions === 1, 'the end of the execution, before the stream ends');
    expect(controller.signal.aborted).toBe(false);
    controller.abort();
    expect(app.monitor.getStats()).toMatchObject({ slow: 0, executions: 1 });
    expect(counts()).toEqual({ [`GET /${path}`]: 1 });
  });

  it('that a client sends slowly are a slow client', async () => {
    await start();
    const body = JSON.stringify({ text: 'x'.repeat(2000) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const pauseMs = await pauseFor(async () => (await fetch(`${app.url}/upload-before`, init)).text());
    const answer = new Promise<string>((resolve, reject) => {
      const request = httpRequest(`${app.url}/upload`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': body.length },
      });
      request.on('response', response => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
      });
      request.on('error', reject);
      app.app.getHttpServer().once('request', () => setTimeout(() => request.end(body.slice(1000)), pauseMs));
      request.write(body.slice(0, 1000));
    });
    expect(JSON.parse(await answer)).toEqual({ length: 2000 });
    const report = await app.report('POST /upload');
    expect(report.verdict).toMatchObject({ kind: 'slow-client', subject: 'request body' });
    expect(report.accounting.clientMs).toBeGreaterThan(200);
  });

  it('that a client takes slowly are a slow client', async () => {
    await start();
    const pauseMs = await pauseFor(async () => (await fetch(`${app.url}/large-before`)).arrayBuffer());
    const bytes = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${app.url}/large`, response => {
        let length = 0;
        response.on('data', (chunk: Buffer) => (length += chunk.length));
        response.on('end', () => resolve(length));
        response.pause();
        setTimeout(() => response.resume(), pauseMs);
      });
      request.on('error', reject).end();
    });
    expect(bytes).toBe(16_000_000);
    const report = await app.report('GET /large');
    expect(report.verdict).toMatchObject({ kind: 'slow-client', subject: 'response' });
    expect(report.accounting.clientMs).toBeGreaterThan(200);
  });

  it('have the wait that they had, also when timers fire meanwhile', async () => {
    await start();
    await app.monitor.profile('job', async () => {
      // As Node's own clock of the `Date` header: nobody waits for it, and nothing goes on with it.
      setTimeout(() => undefined, 100).unref();
      await fetch(`${app.url}/slow/1`);
    });
    const { accounting } = await app.report('job');
    expect(accounting.waiting.filter(({ on }) => on === 'timer')).toEqual([]);
    expect(accounting.waiting[0]).toMatchObject({ on: 'http', label: `GET ${new URL(app.url).host}/slow/:id` });
  });

  it('that come one after another, or all at once, on one connection are separate executions', async () => {
    await start();
    const { port } = new URL(app.url);
    const socket = createConnection(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', chunk => (text += chunk.toString()));
    for (const path of ['/slow/1', '/orders/1', '/orders/2']) socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => text.split('HTTP/1.1 200').length === 4, 'three answers');
    socket.write('GET /orders/3 HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => text.split('HTTP/1.1 200').length === 5, 'a fourth answer');
    socket.destroy();
    await until(() => app.monitor.getStats().executions === 4, 'four executions');
    expect(counts()).toEqual({ 'GET /slow/:id': 1, 'GET /orders/:id': 3 });
  });

  it('that were sent behind a slow one on the same connection wait for their client, not for themselves', async () => {
    await start();
    const socket = createConnection(Number(new URL(app.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', chunk => (text += chunk.toString()));
    for (const path of ['/slow/1', '/orders/1']) socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => text.includes('{"ok":true}') && text.includes('{"id":1}'), 'two answers');
    socket.destroy();
    const { accounting: slow } = await app.report('GET /slow/:id');
    expect(slow.clientMs / slow.durationMs).toBeLessThan(0.3);
    const { verdict, accounting } = await app.report('GET /orders/:id');
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'response' });
    expect(accounting.clientMs / accounting.durationMs).toBeGreaterThan(0.4);
    expect(accounting.unexplainedMs / accounting.durationMs).toBeLessThan(0.1);
  });
});

describe.each(PLATFORMS)('middleware on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  it('lies inside the execution', async () => {
    app = await TestApp.start({ controllers: [MiddlewareController] }, {}, platform, host => {
      host.use((request: { url: string }, response: unknown, next: () => void) =>
        slowMiddleware(request, response, next),
      );
    });
    expect(await (await fetch(`${app.url}/behind-middleware`)).text()).toBe('behind');
    const report = await app.report('GET /behind-middleware');
    expect(report.execution.durationMs).toBeGreaterThanOrEqual(240);
    expect(report.accounting.waiting[0]).toMatchObject({ on: 'timer' });
  });
});
