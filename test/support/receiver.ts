import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Receives requests on loopback. The test sets one answer for each request; all later answers are 200. */
export class Receiver {
  readonly received: Received[] = [];
  readonly answers: Answer[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.handle(request, response));
    server.on('connection', socket => socket.on('error', () => undefined));
  }

  static async start(server: Server = createServer()): Promise<Receiver> {
    const receiver = new Receiver(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.received.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers as Record<string, string | undefined>,
      body: Buffer.concat(chunks).toString(),
    });
    const answer = this.answers.shift();
    if (answer) answer(response, request);
    else response.end('ok');
  }
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  response =>
    response.writeHead(code, headers).end();
export const reset: Answer = (_, request) => request.socket.resetAndDestroy();
