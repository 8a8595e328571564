import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Res, type INestApplication } from '@nestjs/common';
import { PLATFORMS, TestApp, until } from '../integration/support/test-app.js';

const THRESHOLD_MS = 400;

/** Sends events for as long as the client listens. */
function stream(response: ServerResponse, headers: Record<string, string> | string[]): void {
  response.writeHead(200, headers as Record<string, string>);
  send(response);
}

function send(response: ServerResponse): void {
  response.write('data: 1\n\n');
  const timer = setInterval(() => response.write('data: x\n\n'), 50);
  response.on('close', () => clearInterval(timer));
}

const EVENTS = { 'content-type': 'text/event-stream' };
const rawOf = (response: ServerResponse | { raw: ServerResponse }): ServerResponse =>
  'raw' in response ? response.raw : response;

@Controller()
class StreamsController {
  @Get('late')
  late(@Res() response: ServerResponse): void {
    setTimeout(() => stream(rawOf(response), { 'Content-Type': 'text/event-stream; charset=utf-8' }), 30);
  }

  @Get('listed')
  listed(@Res() response: ServerResponse): void {
    setTimeout(() => stream(rawOf(response), ['X-Other', 'a', 'Content-Type', 'text/event-stream']), 5);
  }

  @Get('slow')
  slow(@Res() response: ServerResponse): void {
    setTimeout(() => stream(rawOf(response), EVENTS), THRESHOLD_MS + 50);
  }

  @Get('ndjson')
  ndjson(@Res() response: ServerResponse): void {
    rawOf(response).setHeader('content-type', 'application/x-ndjson');
    setTimeout(() => send(rawOf(response)), 5);
  }

  @Get('flushed')
  flushed(@Res() response: ServerResponse): void {
    rawOf(response).setHeader('content-type', 'text/event-stream');
    rawOf(response).flushHeaders();
    send(rawOf(response));
  }

  @Get('covered')
  covered(@Res() response: ServerResponse): void {
    const raw = rawOf(response);
    // As middleware does that adds headers at the last moment.
    const before = raw.writeHead;
    raw.writeHead = function (this: ServerResponse, ...given: never[]): ServerResponse {
      return Reflect.apply(before, this, given) as ServerResponse;
    } as typeof raw.writeHead;
    setTimeout(() => stream(raw, EVENTS), 5);
  }

  @Get('download')
  download(@Res() response: ServerResponse): void {
    const raw = rawOf(response);
    raw.setHeader('content-type', 'text/csv');
    raw.write('row\n');
    setTimeout(() => raw.end('row\n'), THRESHOLD_MS + 50);
  }
}

describe.each(PLATFORMS)('a stream of events that no @Sse() handler sends, on %s', platform => {
  let upstream: Server;
  let app: TestApp;
  beforeAll(async () => {
    upstream = createServer((_, response) => stream(response, EVENTS));
    await new Promise<void>(resolve => upstream.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    upstream.closeAllConnections();
    upstream.close();
  });
  afterEach(() => app.close());

  const prepare = (host: INestApplication): void => {
    host.use('/middleware', (_: IncomingMessage, response: ServerResponse) => stream(response, EVENTS));
    host.use('/proxy', (request: IncomingMessage, response: ServerResponse) => {
      const { port } = upstream.address() as AddressInfo;
      const target = httpRequest({ port, host: '127.0.0.1', agent: false }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      target.on('error', () => response.destroy());
      request.pipe(target);
      response.on('close', () => target.destroy());
    });
  };

  /** Listens until `events` have come, then leaves. Not `fetch()`, which connects again at once. */
  const listen = (path: string, events: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(app.url + path, { agent: false }, answer => {
        let read = '';
        answer.on('error', () => undefined);
        answer.on('data', chunk => {
          read += String(chunk);
          if (read.split('data: ').length <= events) return;
          request.destroy();
          resolve();
        });
      });
      request.on('error', reject);
      request.end();
    });

  it('is measured until it is open', async () => {
    app = await TestApp.start({ controllers: [StreamsController] }, { threshold: THRESHOLD_MS }, platform, prepare);
    await app.warm();
    const paths = ['/late', '/listed', '/ndjson', '/flushed', '/covered', '/middleware', '/proxy', '/slow'];
    for (const path of paths) {
      // Open for longer than the threshold.
      await listen(path, 2 + THRESHOLD_MS / 50);
    }
    await until(() => app.monitor.getStats().executions === paths.length + 1, 'all streams');
    const { endpoints } = app.monitor.getStats();
    expect(endpoints.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GET /middleware', 'GET /proxy', 'GET /late']),
    );
    const { execution, verdict } = await app.report('GET /slow');
    expect(execution).toMatchObject({ outcome: 'ok', status: 200 });
    expect(verdict.kind).toBe('timer');
    expect((await app.reports()).map(({ execution: { name } }) => name)).toEqual(['GET /slow']);
  });

  it('is no download, which is measured until its end', async () => {
    app = await TestApp.start({ controllers: [StreamsController] }, { threshold: THRESHOLD_MS }, platform, prepare);
    await (await fetch(`${app.url}/download`)).text();
    const { execution } = await app.report('GET /download');
    expect(execution.durationMs).toBeGreaterThanOrEqual(THRESHOLD_MS);
  });
});
