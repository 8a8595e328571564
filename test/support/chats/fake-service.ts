import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from '../mattermost/faults.js';
import { until } from '../until.js';

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface ServiceAnswer {
  /** 200 unless given. */
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PROXY_PAGE = '<html><head><title>Bad Gateway</title></head><body>nginx</body></html>';
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** A public service on loopback, with the faults of a network before it. */
export abstract class FakeService {
  readonly faults = new Faults();
  readonly requests: ServiceRequest[] = [];
  /** Answers that the service gives instead of acting, one for each request. */
  readonly refusals: ServiceAnswer[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));
  private address = '';

  protected abstract answer(request: ServiceRequest): ServiceAnswer;

  async start(): Promise<this> {
    this.server.on('connection', socket => socket.on('error', () => undefined));
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  get url(): string {
    return this.address;
  }

  /** @param route the beginning of the path */
  reached(route = '/'): Promise<void> {
    return until(() => this.requests.some(({ path }) => path.startsWith(route)), 'a request');
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://fake');
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = incoming.headers as Record<string, string | undefined>;
    const request = { method: incoming.method ?? '', path, query, headers, body: Buffer.concat(chunks) };
    this.requests.push(request);
    const fault = this.faults.take(path);
    if (fault?.kind === 'reset-before') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'proxy-error')
      return send(response, { status: fault.status ?? 502, text: PROXY_PAGE, headers: HTML });
    if (fault?.kind === 'redirect') return send(response, { status: 302, headers: { location: fault.to } });
    const answer = this.refusals.shift() ?? this.answer(request);
    if (fault?.kind === 'reset-after') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'slow-headers') return this.later(fault.ms, () => send(response, answer));
    if (fault?.kind === 'truncated') return send(response, { ...answer, json: undefined, text: '{"' });
    send(response, answer);
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }
}

function send(response: ServerResponse, { status = 200, json, text, headers }: ServiceAnswer): void {
  if (response.destroyed) return;
  const type = json === undefined ? 'text/plain' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(json === undefined ? (text ?? '') : JSON.stringify(json));
}

/** The object in a body; `undefined` for anything else. */
export function objectIn(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
