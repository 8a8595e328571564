import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const PIECE_MS = 20;
const PIECE = 'x'.repeat(4096);

/** The endpoints that `servers.ts` describes. */
export class EndpointServer {
  private readonly rows = new Map<number, Buffer>();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<EndpointServer> {
    const server = createServer().listen(0, '127.0.0.1');
    // A client keeps its connection while it sleeps.
    server.keepAliveTimeout = 600_000;
    await new Promise(resolve => server.once('listening', resolve));
    return new EndpointServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async answer({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const parameter = (name: string): number => Number(searchParams.get(name));
    if (pathname === '/rows') {
      response.setHeader('content-type', 'application/json');
      response.end(this.rowsOf(parameter('count')));
    } else if (pathname === '/stream') {
      for (let i = 0; i < parameter('pieces') && !response.destroyed; i += 1) {
        response.write(PIECE);
        await delay(PIECE_MS);
      }
      response.end();
    } else {
      await delay(parameter('ms'));
      response.end('{}');
    }
  }

  /** About 300 bytes a row, made once. */
  private rowsOf(count: number): Buffer {
    const text = 'x'.repeat(240);
    const made =
      this.rows.get(count) ??
      Buffer.from(
        JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, name: `n${id}`, grp: id % 40, text }))),
      );
    this.rows.set(count, made);
    return made;
  }
}
