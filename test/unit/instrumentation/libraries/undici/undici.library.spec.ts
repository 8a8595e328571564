import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent, Client, Pool, request } from 'undici';
import { UndiciLibrary } from '../../../../../lib/instrumentation/libraries/undici/undici.library.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';

describe('UndiciLibrary', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  const sockets: { destroy(): void }[] = [];
  let server: Server;
  let url = '';
  let library: UndiciLibrary;

  beforeAll(async () => {
    server = createServer(({ url: path }, response) => {
      if (path?.startsWith('/close/')) response.setHeader('Connection', 'close');
      if (path?.startsWith('/slow/') === true) setTimeout(() => response.end('{}'), 50);
      else response.end('{}');
    });
    server.on('upgrade', (_, socket) => {
      sockets.push(socket);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    server.on('connect', (_, socket) => {
      sockets.push(socket);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  beforeEach(() => {
    failures.length = 0;
    library = new UndiciLibrary(libraryContext(tracer, failures));
    library.attach();
  });
  afterEach(() => {
    library.detach();
    expect(failures).toEqual([]);
  });

  const executionOf = (id: number): Execution => new Execution(tracer, id, 'http', siteOf('root'), 0, 100);
  const labels = ({ operations }: Execution, on = 'http'): string[] =>
    operations?.each.filter(({ statement }) => statement.on === on).map(({ statement }) => statement.text) ?? [];

  it.each([
    ['stay open', '/'],
    ['are closed after each answer', '/close/'],
  ])('gives no execution the queued requests of others, in a pool whose connections %s', async (_, path) => {
    const dispatcher = new Agent({ factory: origin => new Pool(origin, { connections: 2 }) });
    const executions = [...'abcdefgh'].map((name, id) => [name, executionOf(id)] as const);
    await Promise.all(
      executions.map(([name, { root }]) =>
        spanStorage.run(root, async () => (await request(`${url}${path}${name}`, { dispatcher })).body.text()),
      ),
    );
    const host = url.slice('http://'.length);
    for (const [name, execution] of executions)
      expect(labels(execution).filter(label => label !== `GET ${host}${path}${name}`)).toEqual([]);
    expect(executions.filter(([, execution]) => labels(execution).length === 1).length).toBeGreaterThanOrEqual(2);
    await dispatcher.close();
  });

  it('records the time in the queue of a connection, but not the time to open one', async () => {
    const dispatcher = new Client(url);
    const [first, second] = [executionOf(1), executionOf(2)];
    const get = ({ root }: Execution, path: string) =>
      spanStorage.run(root, async () => (await request(`${url}${path}`, { dispatcher })).body.text());
    await Promise.all([get(first, '/slow/a'), get(second, '/b')]);
    expect(labels(first, 'pool')).toEqual([]);
    expect(labels(second, 'pool')).toEqual([`http ${url.slice('http://'.length)}`]);
    const wait = second.operations?.each.find(({ pool }) => pool !== undefined);
    expect(wait?.pool?.holdings.map(({ execution }) => execution?.id)).toEqual([1]);
    await get(second, '/c');
    await Promise.all([
      get(first, '/d'),
      request(`${url}/e`, { dispatcher: new Agent() }).then(({ body }) => body.text()),
    ]);
    expect(labels(second, 'pool')).toHaveLength(1);
    await dispatcher.close();
  });

  it('records no upgrade and no tunnel: their answers are not published', async () => {
    const execution = executionOf(1);
    const client = new Client(url);
    await spanStorage.run(execution.root, async () => {
      const upgraded = await client.upgrade({ path: '/ws', protocol: 'x' });
      const tunnel = await client.connect({ path: 'api.example.com:443' });
      sockets.push(upgraded.socket, tunnel.socket);
    });
    expect(labels(execution)).toEqual([]);
    await client.destroy();
  });
});
