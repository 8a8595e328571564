import { request as httpRequest, ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PLATFORMS, TestApp, delay, until, type Platform } from './support/test-app.js';

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
