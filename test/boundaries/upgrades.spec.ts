import { request as httpRequest, ServerResponse, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import websocket from '@fastify/websocket';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, UnauthorizedException, type INestApplication } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { WebSocket } from 'ws';
import { PLATFORMS, TestApp, delay, until, type Platform } from '../integration/support/test-app.js';

@Controller()
class PlainController {
  @Get('plain')
  plain(): string {
    return 'plain';
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** As the WebSocket plugins of both frameworks do: the request goes through the router, around the upgraded socket. */
function routeUpgrades(app: INestApplication, platform: Platform, closed: () => void): void {
  const handler: Handler =
    platform === 'express'
      ? (app as NestExpressApplication).getHttpAdapter().getInstance()
      : (app as NestFastifyApplication).getHttpAdapter().getInstance().routing;
  (app.getHttpServer() as Server).on('upgrade', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => setImmediate(closed));
    socket.resume();
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\n');
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    handler(request, response);
  });
}

describe.each(PLATFORMS)('a socket that was upgraded on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  const open = (path: string): Promise<{ socket?: Socket; status?: number }> =>
    new Promise((resolve, reject) => {
      const headers = { connection: 'Upgrade', upgrade: 'chat' };
      const request = httpRequest(`${app.url}${path}`, { agent: false, headers });
      request.on('upgrade', (_response, socket) => resolve({ socket }));
      request.on('response', response => resolve({ status: response.resume().statusCode }));
      request.on('error', reject);
      request.end();
    });

  it('is no request that lasts while the socket is open', async () => {
    let opened = 0;
    let closed = 0;
    app = await TestApp.start({ controllers: [PlainController] }, {}, platform, application => {
      application.use('/chat', () => {
        opened += 1;
      });
      routeUpgrades(application, platform, () => (closed += 1));
    });
    const { socket } = await open('/chat');
    await until(() => opened === 1, 'the upgrade');
    // Open for longer than the threshold.
    await delay(250);
    socket?.destroy();
    await until(() => closed === 1, 'the end of the socket');
    expect(await (await fetch(`${app.url}/plain`)).text()).toBe('plain');
    await until(() => app.monitor.getStats().executions === 1, 'the plain request');
    expect(app.monitor.getStats().endpoints).toMatchObject([{ name: 'GET /plain', count: 1 }]);
  });

  it('is a request like any other when the server ignores the upgrade', async () => {
    app = await TestApp.start({ controllers: [PlainController] }, {}, platform);
    expect(await open('/plain')).toEqual({ status: 200 });
    await until(() => app.monitor.getStats().executions === 1, 'the request');
    expect(app.monitor.getStats().endpoints).toMatchObject([{ name: 'GET /plain', count: 1 }]);
  });
});

const THRESHOLD_MS = 200;

/** The hook of a route answers late, or refuses the client. */
function serveChats(host: INestApplication): void {
  const { httpAdapter } = host.get(HttpAdapterHost);
  const fastify = (httpAdapter as FastifyAdapter).getInstance();
  void fastify.register(websocket as unknown as FastifyPluginCallback);
  void fastify.register(async (scope: FastifyInstance) => {
    const chat = (socket: WebSocket): void => {
      socket.on('message', message => socket.send(`echo ${String(message)}`));
    };
    const route = (path: string, preValidation: () => Promise<void>): void => {
      scope.route({ method: 'GET', url: path, preValidation, handler: () => 'plain', wsHandler: chat } as never);
    };
    route('/chat', async () => undefined);
    route('/slow-chat', () => delay(THRESHOLD_MS * 2));
    route('/refused', async () => {
      await delay(THRESHOLD_MS * 2);
      throw new UnauthorizedException();
    });
  });
}

describe('a WebSocket of @fastify/websocket', () => {
  let app: TestApp;
  afterEach(() => app.close());
  const connect = (path: string): WebSocket => new WebSocket(`${app.url.replace('http', 'ws')}${path}`);

  it('is measured until it is open', async () => {
    app = await TestApp.start({}, { threshold: THRESHOLD_MS }, 'fastify', serveChats);
    const chat = connect('/chat');
    await once(chat, 'open');
    chat.send('hello');
    expect(String((await once(chat, 'message'))[0])).toBe('echo hello');
    await delay(THRESHOLD_MS * 2);
    chat.close();
    await once(chat, 'close');
    expect(app.monitor.getStats()).toMatchObject({ executions: 0, endpoints: [] });

    const slow = connect('/slow-chat');
    await once(slow, 'open');
    const { execution, verdict } = await app.report('GET /slow-chat');
    expect(execution.outcome).toBe('ok');
    expect(execution.durationMs).toBeGreaterThanOrEqual(THRESHOLD_MS);
    expect(verdict.kind).toBe('timer');
    slow.close();
    await once(slow, 'close');
    expect(app.monitor.getStats().executions).toBe(1);
  });

  it('is a request like any other when it is refused', async () => {
    app = await TestApp.start({}, { threshold: THRESHOLD_MS }, 'fastify', serveChats);
    const refused = connect('/refused');
    const [, response] = (await once(refused, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(401);
    const { execution } = await app.report('GET /refused');
    expect(execution).toMatchObject({ status: 401, outcome: 'ok' });
    refused.on('error', () => undefined).terminate();
    expect(app.monitor.getStats().executions).toBe(1);
  });

  it('is aborted when the client leaves before it is open', async () => {
    app = await TestApp.start({}, { threshold: 50 }, 'fastify', serveChats);
    const leaving = connect('/slow-chat');
    leaving.on('error', () => undefined);
    setTimeout(() => leaving.terminate(), THRESHOLD_MS);
    const { execution } = await app.report('GET /slow-chat');
    expect(execution.outcome).toBe('aborted');
  });
});
