import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getGlobalDispatcher } from 'undici';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import type { HttpTiming } from '../../../../lib/notifiers/http-client/http-timing.js';
import type { HttpOptions } from '../../../../lib/notifiers/http-client/http-options.interface.js';
import { TIMING, live, resolved } from '../../../support/notifiers.js';
import { Receiver } from '../../../support/receiver.js';

describe('HttpClient', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let key: string;
  let cert: string;

  /** Self-signed, for 127.0.0.1. */
  beforeAll(async () => {
    const read = (name: string) => readFile(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
    [key, cert] = await Promise.all([read('key'), read('certificate')]);
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function client(http: HttpOptions = {}, timing: HttpTiming = TIMING): HttpClient {
    const made = new HttpClient(resolved({ http }), timing);
    closers.push(() => made.close());
    return made;
  }

  async function receiver(server = createServer()): Promise<Receiver> {
    const made = await Receiver.start(server);
    closers.push(() => made.close());
    return made;
  }

  const get = (http: HttpClient, url: string) => http.send({ method: 'GET', url: new URL(url), headers: {} }, live());

  it('leaves the global dispatcher unchanged', async () => {
    const before = getGlobalDispatcher();
    const { url } = await receiver();
    expect(await get(client(), url)).toMatchObject({ status: 200, text: 'ok' });
    expect(getGlobalDispatcher()).toBe(before);
  });

  it('reads at most half a megabyte of an answer', async () => {
    const server = await receiver();
    server.answers.push(response => {
      const send = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536, 'x'), send));
      send();
    });
    const answer = await get(client(), server.url);
    expect(answer.status).toBe(200);
    expect(answer.text).toHaveLength(524_288);
  });

  it.each([
    [429, { 'x-ratelimit-reset': '7' }, 7_000],
    [429, { 'retry-after': '3', 'x-ratelimit-reset': '7' }, 3_000],
    [503, { 'retry-after': '3', 'x-ratelimit-reset': '7' }, 3_000],
    [503, { 'x-ratelimit-reset': '7' }, undefined],
    [500, { 'x-ratelimit-reset': '1800' }, undefined],
  ])('reads the pause that the server demands: %d %j', async (status, headers, retryAfterMs) => {
    const server = await receiver();
    server.answers.push(response => response.writeHead(status, headers).end());
    expect(await get(client(), server.url)).toMatchObject({ status, retryAfterMs });
  });

  it('returns the status of an answer with an endless body', async () => {
    const server = await receiver();
    server.answers.push(response => response.writeHead(201).write('{"id":'));
    expect(await get(client({}, { ...TIMING, bodyMs: 1_000 }), server.url)).toMatchObject({
      status: 201,
      text: '{"id":',
    });
  });

  it('follows no redirect', async () => {
    const server = await receiver();
    server.answers.push(response => response.writeHead(307, { location: '/secret' }).end());
    expect(await get(client(), server.url)).toMatchObject({ status: 307, location: '/secret' });
    expect(server.received).toHaveLength(1);
  });

  it('gives up a connection that does not open, at once when aborted', async () => {
    const silent = createTcpServer(socket => socket.on('error', () => undefined).resume());
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise(resolve => silent.close(resolve)));
    const url = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const http = client();
    const controller = new AbortController();
    const unreachable = http.send({ method: 'POST', url, headers: {}, body: Buffer.from('x') }, controller.signal);
    setTimeout(() => controller.abort(new Error('over')), 20);
    await expect(unreachable).rejects.toMatchObject({ sent: false });
  });

  it('distinguishes requests that may have arrived from others', async () => {
    const sockets: Socket[] = [];
    const server: Server = createTcpServer(socket => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.resetAndDestroy());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const post = (http: HttpClient) =>
      http.send(
        { method: 'POST', url: new URL(`http://127.0.0.1:${port}`), headers: {}, body: Buffer.from('x') },
        live(),
      );
    await expect(post(client())).rejects.toMatchObject({ sent: true });
    await new Promise(resolve => server.close(resolve));
    await expect(post(client())).rejects.toMatchObject({
      sent: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('closes at once during a request, and accepts no more', async () => {
    const server = await receiver();
    server.answers.push(() => undefined);
    const http = client();
    const pending = get(http, server.url);
    pending.catch(() => undefined);
    while (server.received.length === 0) await new Promise(resolve => setImmediate(resolve));
    await http.close();
    await expect(pending).rejects.toThrow();
    await expect(get(http, server.url)).rejects.toThrow('shutting down');
  });

  describe('TLS', () => {
    const secure = () => receiver(createTlsServer({ key, cert }));
    const address = ({ port }: Receiver) => `https://127.0.0.1:${port}`;

    it('refuses a self-signed certificate, with the remedy', async () => {
      const server = await secure();
      await expect(get(client(), address(server))).rejects.toMatchObject({
        sent: false,
        permanent: true,
        message: expect.stringMatching(/is not trusted: set http\.ca to its authority \(DEPTH_ZERO_SELF_SIGNED_CERT\)/),
      });
      expect(server.received).toHaveLength(0);
    });

    it('trusts the authority in http.ca', async () => {
      expect(await get(client({ ca: cert }), address(await secure()))).toMatchObject({ status: 200 });
    });

    it('trusts any certificate with rejectUnauthorized: false', async () => {
      expect(await get(client({ rejectUnauthorized: false }), address(await secure()))).toMatchObject({ status: 200 });
    });

    it('gives the remedy for a server without TLS', async () => {
      const { port } = await receiver();
      await expect(get(client(), `https://127.0.0.1:${port}`)).rejects.toMatchObject({
        permanent: true,
        message: expect.stringContaining('the address must begin with http for a server without TLS'),
      });
    });
  });

  describe('a proxy', () => {
    const NAMES = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
    const before = Object.fromEntries(NAMES.map(name => [name, process.env[name]]));
    afterEach(() => {
      for (const name of NAMES) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    });

    /** Connects to any target, and records it. */
    async function proxy(status = 200): Promise<{ url: string; targets: string[] }> {
      const targets: string[] = [];
      const server = createServer();
      const open = new Set<Socket>();
      server.on('connect', (request, socket: Socket) => {
        targets.push(request.url ?? '');
        open.add(socket);
        socket.on('error', () => undefined);
        if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        const [host, port] = (request.url ?? '').split(':');
        const onward = connect(Number(port), host ?? '', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(onward).pipe(socket);
        });
        onward.on('error', () => socket.destroy());
      });
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      closers.push(async () => {
        for (const socket of open) socket.destroy();
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      });
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, targets };
    }

    it('comes from the environment', async () => {
      const [server, { url, targets }] = [await receiver(), await proxy()];
      process.env.http_proxy = url;
      delete process.env.no_proxy;
      delete process.env.NO_PROXY;
      expect(await get(client(), server.url)).toMatchObject({ status: 200 });
      expect(targets).toEqual([`127.0.0.1:${server.port}`]);
    });

    it('is not used for hosts in NO_PROXY', async () => {
      const [server, { url, targets }] = [await receiver(), await proxy()];
      process.env.http_proxy = url;
      process.env.no_proxy = '127.0.0.1';
      expect(await get(client(), server.url)).toMatchObject({ status: 200 });
      expect(targets).toEqual([]);
    });

    it('that refuses is the reason in the error', async () => {
      const [server, { url }] = [await receiver(), await proxy(403)];
      process.env.http_proxy = url;
      delete process.env.no_proxy;
      delete process.env.NO_PROXY;
      await expect(get(client(), server.url)).rejects.toMatchObject({
        sent: false,
        message: expect.stringMatching(/the proxy refused to connect to .* \(403\): check HTTPS_PROXY/),
      });
    });

    it('with an invalid address is reported without the address, which may contain a password', async () => {
      process.env.http_proxy = 'http://user:hunter2@[';
      const failed = await get(client(), 'http://127.0.0.1:1').catch((error: Error) => error);
      expect(failed).toMatchObject({ message: expect.stringContaining('is not the URL of a proxy') });
      expect((failed as Error).message).not.toContain('hunter2');
    });
  });
});
