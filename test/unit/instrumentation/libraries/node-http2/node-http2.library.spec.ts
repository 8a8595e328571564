import { channel } from 'node:diagnostics_channel';
import { connect, createServer, type ClientHttp2Session, type Http2Server, type OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeHttp2Library } from '../../../../../lib/instrumentation/libraries/node-http2/node-http2.library.js';
import { StreamStatements } from '../../../../../lib/instrumentation/libraries/node-http2/stream-statements.js';
import { spanStorage } from '../../../../../lib/tracing/execution-context.js';
import { Execution } from '../../../../../lib/tracing/execution.js';
import type { Operation } from '../../../../../lib/tracing/operation.js';
import type { Tracer } from '../../../../../lib/tracing/tracer.interface.js';
import { siteOf } from '../../../../support/call-site.js';
import { libraryContext } from '../../../../support/library-context.js';

const [major] = process.versions.node.split('.').map(Number);
/** Node 20 does not publish the requests of HTTP/2. */
const describePublished = (major ?? 0) >= 22 ? describe : describe.skip;
const CREATED = 'http2.client.stream.created';

describePublished('the library node-http2', () => {
  const tracer = {} as Tracer;
  const failures: unknown[] = [];
  let server: Http2Server;
  let host = '';
  let session: ClientHttp2Session;
  let library: NodeHttp2Library;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url.startsWith('/reset')) return response.stream.close(2);
      response.writeHead(request.url.startsWith('/broken') ? 503 : 200);
      return response.end('{}');
    });
    server.on('sessionError', () => undefined).on('stream', stream => stream.on('error', () => undefined));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise(resolve => server.close(resolve)));
  beforeEach(() => {
    library = new NodeHttp2Library(libraryContext(tracer, failures));
    library.attach();
    session = connect(`http://${host}`);
  });
  afterEach(async () => {
    await new Promise<void>(resolve => session.close(resolve));
    library.detach();
    expect(failures).toEqual([]);
  });

  const send = (
    headers: OutgoingHttpHeaders,
    then: (stream: { close(code: number): void }) => void = () => undefined,
  ) =>
    new Promise<void>(resolve => {
      const stream = session.request(headers);
      stream
        .on('error', () => undefined)
        .on('close', resolve)
        .resume()
        .end();
      then(stream);
    });
  const sendIn = async (owner: Tracer, ...sent: Parameters<typeof send>): Promise<readonly Operation[]> => {
    const execution = new Execution(owner, 1, 'http', siteOf('root'), 0, 100);
    await spanStorage.run(execution.root, () => send(...sent));
    return execution.operations?.each ?? [];
  };

  it('records requests of an execution, also while the connection opens, without their values', async () => {
    for (const isFirst of [true, false]) {
      const operations = await sendIn(tracer, { ':path': '/items/4711?token=secret' });
      expect(operations).toHaveLength(1);
      expect(operations[0]).toMatchObject({
        statement: { text: `GET ${host}/items/:id`, peer: host, system: 'http' },
        failed: false,
        wire: host,
      });
      const { start = 0, answeredAt = 0, end = 0 } = operations[0] ?? {};
      expect(answeredAt).toBeGreaterThanOrEqual(start);
      expect(end).toBeGreaterThanOrEqual(answeredAt);
      expect([isFirst, JSON.stringify(operations)]).not.toContain('secret');
    }
    expect(library.isFound()).toBe(true);
  });

  it('names the calls of gRPC', async () => {
    const headers = { ':method': 'POST', ':path': '/quotes.v1.Quotes/Find', 'content-type': 'application/grpc' };
    await send({ ':path': '/items' });
    expect(await sendIn(tracer, headers)).toMatchObject([
      { statement: { text: `gRPC ${host}/quotes.v1.Quotes/Find`, peer: host, system: 'grpc' } },
    ]);
  });

  it('names the calls of a real client of gRPC, each in its own execution', async () => {
    const text = { serialize: (given: string) => Buffer.from(given), deserialize: (given: Buffer) => given.toString() };
    const Find = {
      path: '/quotes.v1.Quotes/Find',
      requestStream: false,
      responseStream: false,
      requestSerialize: text.serialize,
      requestDeserialize: text.deserialize,
      responseSerialize: text.serialize,
      responseDeserialize: text.deserialize,
    };
    const quotes = new grpc.Server();
    quotes.addService({ Find }, { Find: (_: unknown, answer: grpc.sendUnaryData<string>) => answer(null, 'ok') });
    const port = await new Promise<number>((resolve, reject) => {
      const insecure = grpc.ServerCredentials.createInsecure();
      quotes.bindAsync('127.0.0.1:0', insecure, (error, bound) => (error === null ? resolve(bound) : reject(error)));
    });
    const Quotes = grpc.makeGenericClientConstructor({ Find }, 'Quotes');
    const client = new Quotes(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const findIn = async (id: number): Promise<readonly Operation[]> => {
      const execution = new Execution(tracer, id, 'http', siteOf('root'), 0, 100);
      const find = client.Find as (given: string, done: (error: unknown) => void) => void;
      await spanStorage.run(
        execution.root,
        () =>
          new Promise<void>((resolve, reject) =>
            find.call(client, 'secret', e => (e === null ? resolve() : reject(e))),
          ),
      );
      return execution.operations?.each ?? [];
    };
    try {
      // They all wait for the connection, and are sent in the context of the first one.
      expect(await Promise.all([findIn(1), findIn(2), findIn(3)])).toEqual([[], [], []]);
      const calls = await Promise.all([findIn(4), findIn(5), findIn(6)]);
      const expected = { statement: { text: `gRPC 127.0.0.1:${port}/quotes.v1.Quotes/Find` }, failed: false };
      expect(calls).toMatchObject([[expected], [expected], [expected]]);
    } finally {
      client.close();
      quotes.forceShutdown();
    }
  });

  it('counts failures, and none for a request that its sender cancelled', async () => {
    expect(await sendIn(tracer, { ':path': '/broken' })).toMatchObject([{ failed: true }]);
    expect(await sendIn(tracer, { ':path': '/reset' })).toMatchObject([{ failed: true }]);
    const [cancelled] = await sendIn(tracer, { ':path': '/items' }, stream => stream.close(8));
    expect(cancelled).toMatchObject({ failed: false });
    expect(cancelled?.end).toBeGreaterThan(0);
  });

  it('records none outside executions, of other applications, and after its end', async () => {
    await send({ ':path': '/items' });
    expect(library.isFound()).toBe(false);
    expect(await sendIn({} as Tracer, { ':path': '/items' })).toEqual([]);
    expect(channel(CREATED).hasSubscribers).toBe(true);
    library.detach();
    expect(channel(CREATED).hasSubscribers).toBe(false);
    expect(await sendIn(tracer, { ':path': '/items' })).toEqual([]);
  });

  it('leaves the requests of undici to undici', async () => {
    Object.assign(session, { [Symbol('open streams')]: 0 });
    expect(await sendIn(tracer, { ':path': '/items' })).toEqual([]);
  });
});

describe('the statement of a request over HTTP/2', () => {
  const textOf = (headers: Record<string, unknown>): string => new StreamStatements().of(headers).text;

  it('can be made of any headers', () => {
    expect(textOf({})).toBe('GET /');
    expect(textOf({ ':method': 7, ':path': null, host: 'a' })).toBe('GET a/');
    const type = 'application/grpc+proto';
    expect(textOf({ ':authority': 'a', ':path': '/../secret 4711', 'content-type': type })).not.toContain('4711');
    expect(textOf({ ':authority': 'a', ':path': `/${'x'.repeat(500)}/y`, 'content-type': type })).toBe('GET a/:id/y');
  });
});
