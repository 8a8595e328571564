import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delay } from './test-app.js';

/**
 * A server of another application. The path tells how it answers: `/wait/30` after 30 ms, `/pieces/3/20` in 3 pieces
 * 20 ms apart, `/status/503`, `/redirect/wait/30`, `/cut` breaks off, `/never` does not answer.
 */
export class Upstream {
  private readonly server: Server;
  url = '';
  requests = 0;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** `127.0.0.1:40123` */
  get host(): string {
    return this.url.slice('http://'.length);
  }

  async listen(): Promise<void> {
    // A loop that was blocked for seconds must not end the idle connection which the next request is about to take.
    this.server.keepAliveTimeout = 600_000;
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const [, how = '', first = '', second = ''] = (request.url ?? '').split(/[/?]/);
    switch (how) {
      case 'never':
        return;
      case 'cut':
        response.write('{');
        await delay(20);
        return void response.destroy();
      case 'redirect':
        return void response.writeHead(302, { location: `/${first}/${second}` }).end();
      case 'status':
        return void response.writeHead(Number(first)).end('{}');
      case 'pieces':
        for (let piece = 0; piece < Number(first); piece += 1) {
          response.write('[1]');
          await delay(Number(second));
        }
        return void response.end();
      case 'large':
        return void response.end(Buffer.alloc(5_000_000));
      default:
        await delay(Number(first));
        return void response.setHeader('content-type', 'application/json').end('{"ok":true}');
    }
  }
}
