import { Agent, type ClientRequest, createServer, get, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeHttpLibrary } from '../../../../../lib/instrumentation/libraries/node-http/node-http.library.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../../lib/tracing/operation.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';

/** Before 22.12, Node publishes a request when its body was written. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const publishesCreation = major > 22 || (major === 22 && minor >= 12);

describe('NodeHttpLibrary', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  const sockets: { destroy(): void }[] = [];
  let server: Server;
  let port = 0;
  let library: NodeHttpLibrary;
  let execution: Execution;

  beforeAll(async () => {
    server = createServer((incoming, response) => void incoming.resume().once('end', () => response.end('{}')));
    server.on('upgrade', (_, socket) => {
      sockets.push(socket);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    server.on('connect', (_, socket) => {
      sockets.push(socket);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  beforeEach(() => {
    failures.length = 0;
    execution = new Execution(tracer, 1, 'http', siteOf('root'), 0, 100);
    library = new NodeHttpLibrary(libraryContext(tracer, failures));
    library.attach();
  });
  afterEach(() => {
    library.detach();
    expect(failures).toEqual([]);
  });

  const send = (begin: () => ClientRequest): ClientRequest => spanStorage.run(execution.root, begin);
  const closed = (sent: ClientRequest): Promise<void> => new Promise(resolve => sent.once('close', () => resolve()));
  const operation = (): Operation | undefined => execution.operations?.each[0];

  it.each([
    ['upgrade', { path: '/ws', headers: { Connection: 'Upgrade', Upgrade: 'x' } }],
    ['connect', { method: 'CONNECT', path: 'api.example.com:443' }],
  ])('ends a request with the event %s when the connection is handed over', async (event, options) => {
    const sent = send(() => request({ host: '127.0.0.1', port, agent: false, ...options }).end());
    sent.once(event, (_, socket: { destroy(): void }) => sockets.push(socket));
    await closed(sent);
    expect(operation()?.end).toBeGreaterThan(0);
    expect(operation()?.failed).toBe(false);
  });

  it('does not count the writing of a body as time in the queue', async () => {
    const sent = send(() => request({ host: '127.0.0.1', port, method: 'POST', agent: false }));
    const socketAt = await new Promise<number>(resolve => {
      sent.once('socket', socket => socket.once('connect', () => resolve(performance.now())));
      sent.write('a');
    });
    sent.once('response', response => response.resume());
    spanStorage.run(execution.root, () => sent.end('b'));
    await closed(sent);
    const { start = 0, queuedMs = NaN } = operation() ?? {};
    expect(start + queuedMs).toBeLessThan(publishesCreation ? socketAt : Infinity);
  });

  (publishesCreation ? it : it.skip)('ends a request that was aborted while it waited for a socket', async () => {
    const agent = new Agent({ maxSockets: 1 });
    const first = get({ host: '127.0.0.1', port, agent });
    first.once('response', response => response.resume());
    const waiting = send(() => get({ host: '127.0.0.1', port, agent }));
    waiting.on('error', () => undefined);
    waiting.abort();
    await closed(waiting);
    expect(operation()?.failed).toBe(true);
    expect(operation()?.end).toBeGreaterThan(0);
    agent.destroy();
  });

  (publishesCreation ? it : it.skip)('ends a request before the next one on its connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const all = Array.from({ length: 5 }, () => send(() => get({ host: '127.0.0.1', port, agent })));
    await Promise.all(
      all.map(async sent => {
        sent.once('response', response => response.resume());
        await closed(sent);
      }),
    );
    const recorded = execution.operations?.each ?? [];
    const each = recorded.filter(({ pool }) => pool === undefined);
    for (const [at, { end }] of each.slice(0, -1).entries()) {
      const { start = 0, queuedMs = 0 } = each[at + 1] ?? {};
      expect(end).toBeLessThanOrEqual(start + queuedMs);
    }
    expect(recorded.filter(({ failed }) => failed)).toEqual([]);
    const waits = recorded.filter(({ pool }) => pool !== undefined);
    expect(new Set(waits.map(({ statement }) => statement.text))).toEqual(new Set([`http 127.0.0.1:${port}`]));
    expect(waits[0]?.pool).toMatchObject({ inUse: 1, size: 1 });
    agent.destroy();
  });

  it('records a request whose path is no text', async () => {
    const sent = send(() => get({ host: '127.0.0.1', port, agent: false, path: 4711 as unknown as string }));
    sent.once('response', response => response.resume());
    sent.on('error', () => undefined);
    await closed(sent);
    expect(operation()?.statement.text).toBe(`GET 127.0.0.1:${port}/`);
  });
});
