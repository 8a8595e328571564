import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults, type Fault } from './faults.js';
import { newId, Refusal, type Channel, type Limits, type Post, type User } from './model.js';
import { api, type Answer, type Request } from './routes.js';
import { ServerState } from './state.js';
import { incomingWebhook } from './webhooks.js';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly at: number;
}

/**
 * A Mattermost server on loopback, with everything that bots and incoming webhooks use. It has the permissions, limits,
 * error messages and silent failures of the real one, and all faults of a network.
 */
export class FakeMattermost {
  readonly faults = new Faults();
  readonly requests: Seen[] = [];
  readonly token = newId();
  readonly bot: User;
  readonly channel: Channel;
  readonly hookId: string;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly server: Server;
  private address = '';

  private constructor(readonly state: ServerState) {
    this.bot = state.addBot(this.token);
    this.channel = state.addChannel();
    this.hookId = state.addHook(this.channel);
    state.join(this.bot, this.channel);
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.on('connection', socket => socket.on('error', () => undefined));
  }

  static async start(
    options: { limits?: Partial<Limits>; now?: () => number; port?: number } = {},
  ): Promise<FakeMattermost> {
    const fake = new FakeMattermost(new ServerState(options.limits ?? {}, options.now ?? (() => performance.now())));
    await new Promise<void>(resolve => fake.server.listen(options.port ?? 0, '127.0.0.1', resolve));
    fake.address = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    return fake;
  }

  /** Stays valid after the server is closed. */
  get url(): string {
    return this.address;
  }

  get hookUrl(): string {
    return `${this.url}/hooks/${this.hookId}`;
  }

  get posts(): readonly Post[] {
    return this.state.posts;
  }

  /** Number of requests of this kind, failed ones included. */
  count(route: string): number {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(route)).length;
  }

  openConnections(): Promise<number> {
    return new Promise(resolve => this.server.getConnections((_, count) => resolve(count ?? 0)));
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://fake');
    const body = await bodyOf(incoming);
    const headers = incoming.headers as Record<string, string | undefined>;
    const method = incoming.method ?? 'GET';
    this.requests.push({ method, path, headers, body, at: performance.now() });
    const fault = this.faults.take(path);
    if (fault?.kind === 'reset-before') return void incoming.socket.resetAndDestroy();
    const instead = fault && answerInstead(fault);
    const process = (): Answer =>
      this.answer({ method, path, query, headers, body, dropFiles: fault?.kind === 'drop-files' });
    if (fault?.kind === 'save-slowly') {
      this.later(fault.ms, process);
      return send(response, { status: 504, text: GATEWAY_PAGE, headers: HTML }, path);
    }
    const answer = instead ?? process();
    if (fault?.kind === 'reset-after') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'slow-headers') return void this.later(fault.ms, () => send(response, answer, path));
    if (fault?.kind === 'slow-body' || fault?.kind === 'truncated') return this.sendHalf(response, answer, fault);
    send(response, answer, path);
  }

  private answer(request: Request): Answer {
    try {
      if (request.path.startsWith('/api/v4/')) return api(this.state, request);
      if (request.path.startsWith('/hooks/') && request.method === 'POST') return incomingWebhook(this.state, request);
      return { status: 404, text: '<!doctype html><title>Mattermost</title>', headers: HTML };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, id, detail } = error;
      return { status, json: { id, message: `Localized: ${id}`, detailed_error: detail, status_code: status } };
    }
  }

  /** Sends half of the answer at once. Then the connection ends, or the rest follows late. */
  private sendHalf(response: ServerResponse, answer: Answer, fault: Fault): void {
    const bytes = Buffer.from(answer.text ?? JSON.stringify(answer.json));
    const half = Math.floor(bytes.length / 2);
    const complete = fault.kind === 'truncated';
    response.writeHead(answer.status, {
      'content-type': answer.text === undefined ? 'application/json' : 'text/plain',
      'content-length': complete ? half : bytes.length,
    });
    response.write(bytes.subarray(0, half));
    if (complete) response.end();
    else if (fault.kind === 'slow-body') this.later(fault.ms, () => response.end(bytes.subarray(half)));
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const GATEWAY_PAGE = '<html><head><title>Bad Gateway</title></head><body>nginx</body></html>';

/** Faults of requests that never reach the server. */
function answerInstead(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'rate-limit':
      return {
        status: 429,
        text: 'limit exceeded\n',
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'x-ratelimit-limit': '100',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': fault.reset ?? '1',
          ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }),
        },
      };
    case 'proxy-error':
      return {
        status: fault.status ?? 500,
        text: GATEWAY_PAGE,
        headers: { ...HTML, ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }) },
      };
    case 'status':
      return { status: fault.status, json: { id: fault.id, message: 'Localized', status_code: fault.status } };
    case 'redirect':
      return { status: 302, text: '', headers: { location: fault.to } };
    default:
      return undefined;
  }
}

function send(response: ServerResponse, answer: Answer, path: string): void {
  if (response.destroyed) return;
  const unknownRoute =
    answer.status === 404 && (answer.json as { id?: string } | undefined)?.id?.includes('404') === true;
  response.writeHead(answer.status, {
    ...(path.startsWith('/api/') && !unknownRoute && { 'x-request-id': newId() }),
    'content-type': answer.json === undefined ? 'text/plain' : 'application/json',
    ...answer.headers,
  });
  response.end(answer.bytes ?? answer.text ?? JSON.stringify(answer.json));
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    // The client has disconnected, so the body is incomplete.
  }
  return Buffer.concat(chunks);
}
