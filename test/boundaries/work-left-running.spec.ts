import { createServer, get as httpGet, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { Response } from 'express';
import { delay, spin, TestApp } from '../integration/support/test-app.js';
import { ownMs } from '../support/own-time.js';

/** Rows that each take some work, read after the handler has returned. */
function* rows(): Generator<string> {
  for (let i = 0; i < 30; i += 1) {
    spin(10);
    yield 'row\n';
  }
}

async function* slowRows(): AsyncGenerator<string> {
  for (let i = 0; i < 20; i += 1) {
    const began = performance.now();
    await delay(5);
    // More than the wait, which lasts longer on a busy machine.
    spin(Math.max(12, 2 * (performance.now() - began)));
    yield 'row\n';
  }
}

async function* trickle(): AsyncGenerator<string> {
  for (let i = 0; i < 60; i += 1) {
    await delay(5);
    yield 'row\n';
  }
}

const upstream = { url: '', port: 0 };
/** Opened before the application starts: in no request's context. */
let wire: Socket;
let onReply: (text: string) => void = () => undefined;

@Injectable()
class Repository {
  async open(): Promise<IncomingMessage> {
    return new Promise(resolve => httpGet(`${upstream.url}/pieces`, resolve));
  }

  async first(): Promise<number | undefined> {
    return new Promise(resolve => httpGet(`${upstream.url}/late`, response => resolve(response.resume().statusCode)));
  }

  async background(): Promise<void> {
    setTimeout(() => spin(250), 60);
  }

  plain(): Promise<string> {
    return delay(300).then(() => 'plain');
  }

  synchronous(): number {
    return 1;
  }

  /** As a driver does: takes the reply apart in the connection's own context, then settles what is waited for. */
  async query(what: string): Promise<string> {
    return new Promise(resolve => {
      onReply = resolve;
      wire.write(what);
    });
  }
}

@Controller()
class LeftController {
  constructor(private readonly repository: Repository) {}

  @Get('export')
  export(@Res() response: Response): void {
    Readable.from(rows()).pipe(response);
  }
  @Get('async-export')
  asyncExport(@Res() response: Response): void {
    Readable.from(slowRows()).pipe(response);
  }
  @Get('trickle')
  trickle(@Res() response: Response): void {
    Readable.from(trickle()).pipe(response);
  }
  @Get('parsed')
  async parsed(): Promise<number> {
    const response = await this.repository.open();
    let size = 0;
    let waitsSince = performance.now();
    response.on('data', (piece: Buffer) => {
      // More than the wait for the piece, which lasts longer on a busy machine.
      spin(Math.max(40, 2 * (performance.now() - waitsSince)));
      size += piece.length;
      waitsSince = performance.now();
    });
    return new Promise(resolve => response.on('end', () => resolve(size)));
  }
  @Get('background')
  async background(): Promise<string> {
    await this.repository.background();
    await delay(20);
    await delay(320);
    return 'background';
  }
  @Get('first')
  async first(): Promise<unknown> {
    return this.repository.first();
  }
  @Get('plain')
  async plain(): Promise<string> {
    this.repository.synchronous();
    return this.repository.plain();
  }
  @Get('decoded')
  async decoded(): Promise<string> {
    return this.repository.query('whole');
  }
  @Get('decoded-in-pieces')
  async decodedInPieces(): Promise<string> {
    return this.repository.query('pieces');
  }
}

describe('work that a span has left running', () => {
  const servers: Server[] = [];
  let app: TestApp;

  beforeEach(async () => {
    const http = createServer((request, response) => void answer(request.url, response));
    const tcp = createTcpServer(socket => socket.on('data', what => void reply(socket, `${what}`)));
    for (const server of [http, tcp as unknown as Server]) {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
    }
    upstream.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    upstream.port = (tcp.address() as AddressInfo).port;
    wire = connect(upstream.port, '127.0.0.1');
    wire.setNoDelay();
    wire.on('data', piece => {
      spin(160);
      if (`${piece}`.endsWith('.')) onReply(`${piece}`);
    });
    app = await TestApp.start({ controllers: [LeftController], providers: [Repository] }, { threshold: 150 });
  });

  afterEach(async () => {
    await app.close();
    wire.destroy();
    for (const server of servers.splice(0)) {
      server.closeAllConnections?.();
      await new Promise(resolve => server.close(resolve));
    }
  });

  const reportOf = async (path: string) => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };

  it.each(['export', 'async-export'])('is its own when it writes the response (%s)', async path => {
    const { verdict, accounting } = await reportOf(path);
    expect(verdict.kind).toBe('cpu');
    expect(ownMs(accounting)).toBeGreaterThan(200);
    expect(accounting.unexplainedMs).toBeLessThan(accounting.durationMs * 0.05);
  });

  it('waits for what it waits for while it writes the response little by little', async () => {
    const { verdict, accounting } = await reportOf('trickle');
    expect(verdict.kind).toBe('timer');
    expect(accounting.unexplainedMs).toBeLessThan(accounting.durationMs * 0.05);
  });

  it('is its own when it reads a response that a provider has opened', async () => {
    const { accounting, verdict } = await reportOf('parsed');
    expect(verdict.kind).toBe('cpu');
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
    expect(accounting.waiting[0]?.label).toContain(upstream.url.slice('http://'.length));
  });

  it('is its own when a timer of it goes off', async () => {
    const { accounting } = await reportOf('background');
    expect(ownMs(accounting)).toBeGreaterThan(200);
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
  });

  it('names the upstream of the first call on a new connection', async () => {
    const { verdict } = await reportOf('first');
    expect(verdict).toMatchObject({ kind: 'io' });
    expect(verdict.subject).toContain(upstream.url.slice('http://'.length));
  });

  it('has a span for the first call of a plain function that returns a promise, and for no synchronous one', async () => {
    const { timeline } = await reportOf('plain');
    const names = timeline.spans.map(({ name }) => name);
    expect(names).toContain('Repository.plain');
    expect(names).not.toContain('Repository.synchronous');
  });

  it.each(['decoded', 'decoded-in-pieces'])(
    'is its own when a connection that is older than the request brings a reply (%s)',
    async path => {
      const { accounting, verdict } = await reportOf(path);
      expect(verdict.culprit).toBeUndefined();
      // Not 160 ms for each piece; the machine may hold up the process for a moment.
      expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
      expect(ownMs(accounting)).toBeGreaterThan(path === 'decoded' ? 140 : 450);
      expect(accounting.waiting[0]).toMatchObject({ label: `127.0.0.1:${upstream.port} (TCP)`, count: 1 });
    },
  );
});

async function answer(url: string | undefined, response: ServerResponse): Promise<void> {
  await delay(url === '/late' ? 200 : 30);
  const pieces = url === '/pieces' ? 5 : 0;
  for (let i = 0; i < pieces; i += 1) {
    response.write('x'.repeat(1_000));
    await delay(60);
  }
  response.end('done');
}

async function reply(socket: Socket, what: string): Promise<void> {
  await delay(100);
  const pieces = what === 'pieces' ? 3 : 0;
  for (let i = 0; i < pieces; i += 1) {
    socket.write('piece');
    await delay(100);
  }
  socket.write('end.');
}
