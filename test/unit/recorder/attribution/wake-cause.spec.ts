import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../../lib/tracing/execution.js';
import { WakeCauses } from '../../../../lib/recorder/attribution/wake-cause.js';
import { causeOf as withoutFlags, CLIENT_CAUSE, MAX_CAUSES } from '../../../../lib/recorder/attribution/wake-number.js';

const spanOf = (socket?: object, handle = (socket as { _handle?: object } | undefined)?._handle): Span =>
  ({ execution: { transport: { socket, handle } } }) as unknown as Span;
const causeOf = (resource: object, socket?: object) => {
  const causes = new WakeCauses();
  return causes.get(causes.numberOf(resource, spanOf(socket)));
};
const named = (name: string, props: object = {}): object =>
  Object.assign(new ({ [name]: class {} }[name] as new () => object)(), props);
const tcp = (address: string, port: number): object =>
  named('TCP', { getpeername: (out: object) => (Object.assign(out, { address, port }), 0) });

describe('WakeCauses', () => {
  it.each([
    [5432, 'database', 'PostgreSQL'],
    [3306, 'database', 'MySQL'],
    [27017, 'database', 'MongoDB'],
    [6379, 'cache', 'Redis'],
    [5672, 'network', 'AMQP'],
    [9092, 'network', 'Kafka'],
    [443, 'http', 'HTTPS'],
    [40_000, 'network', 'TCP'],
  ])('name the service of port %i', (port, on, service) => {
    expect(causeOf(tcp('10.0.0.7', port))).toEqual({ on, label: `10.0.0.7:${port} (${service})` });
  });

  it('count the work of native addons as work of the thread pool', () => {
    expect(causeOf({})).toEqual({ on: 'threadpool', label: 'native addon' });
  });

  it('write IPv6 in brackets, and mapped IPv4 as IPv4', () => {
    expect(causeOf(tcp('::1', 5432))?.label).toBe('[::1]:5432 (PostgreSQL)');
    expect(causeOf(tcp('::ffff:127.0.0.1', 5432))?.label).toBe('127.0.0.1:5432 (PostgreSQL)');
  });

  it('find the connection below TLS and HTTP requests', () => {
    expect(causeOf(named('TLSWrap', { handle: tcp('1.2.3.4', 5432) }))?.label).toBe('1.2.3.4:5432 (PostgreSQL)');
    const request = named('HTTPClientAsyncResource', {
      req: { socket: { remoteAddress: '1.2.3.4', remotePort: 8_080 } },
    });
    expect(causeOf(request)).toEqual({ on: 'http', label: '1.2.3.4:8080 (TCP)' });
    expect(causeOf(named('TCPConnectWrap', { address: '1.2.3.4', port: 6379 }))?.on).toBe('cache');
  });

  it('name Unix sockets by their paths', () => {
    const path = '/run/.s.PGSQL.5432';
    const label = `${path} (PostgreSQL)`;
    const pipe = (id: number): object => named('Pipe', { getAsyncId: () => id });
    const causes = new WakeCauses();
    causes.sockets.add(7, { address: path });
    for (const resource of [pipe(7), named('WriteWrap', { handle: pipe(7) }), named('TLSWrap', { _parent: pipe(7) })])
      expect(causes.get(causes.numberOf(resource, spanOf()))).toEqual({ on: 'database', label });
    expect(causes.get(causes.numberOf(pipe(8), spanOf()))).toEqual({ on: 'other', label: 'pipe' });
    expect(causeOf(named('PipeConnectWrap', { address: path }))).toEqual({ on: 'database', label });
    expect(causeOf(named('HTTPClientAsyncResource', { req: { socketPath: '/run/app.sock', socket: {} } }))).toEqual({
      on: 'http',
      label: '/run/app.sock (Unix socket)',
    });
  });

  it('recognize the own client on a Unix socket, also after a pipe of another process', () => {
    const Pipe = class Pipe {};
    const [handle, other] = [new Pipe(), new Pipe()];
    const causes = new WakeCauses();
    const own = spanOf({ _handle: handle });
    expect(causes.numberOf(other, own)).not.toBe(CLIENT_CAUSE);
    expect(causes.numberOf(handle, own)).toBe(CLIENT_CAUSE);
  });

  it.each([
    ['Timeout', 'timer', 'setTimeout'],
    ['FSReqPromise', 'fs', 'file system'],
    ['GetAddrInfoReqWrap', 'dns', 'dns.lookup'],
    ['PBKDF2Job', 'threadpool', 'crypto pbkdf2'],
    ['Zlib', 'threadpool', 'zlib'],
    ['HTTPServerAsyncResource', 'network', 'another client of this server'],
    ['Pipe', 'other', 'pipe'],
    ['Anything', 'other', 'Anything'],
    ['', 'other', 'other'],
  ])('name %s', (name, on, label) => {
    expect(causeOf(named(name))).toEqual({ on, label });
  });

  it('recognize the own client by its parser, its handle and a write on it only', () => {
    const handle = {};
    const socket = { _handle: handle };
    const causes = new WakeCauses();
    for (const resource of [{ socket }, handle, { handle }])
      expect(causes.numberOf(resource, spanOf(socket))).toBe(CLIENT_CAUSE);
    const closed = Object.assign(socket, { _handle: null });
    for (const resource of [{ socket }, handle, { handle }])
      expect(causes.numberOf(resource, spanOf(closed, handle))).toBe(CLIENT_CAUSE);
    expect(causes.numberOf(handle, spanOf({ _handle: null }))).not.toBe(CLIENT_CAUSE);
    expect(causes.numberOf({ handle: undefined }, spanOf({}))).not.toBe(CLIENT_CAUSE);
  });

  it('recognize the own client by its HTTP/2 connection, and name other connections', () => {
    const session = { type: 0 };
    const mark = Symbol('owner_symbol');
    const http2 = (name: string, owner: object) => named(name, { [mark]: owner });
    const own = { execution: { transport: { session } } } as unknown as Span;
    const causes = new WakeCauses();
    const stream = http2('Http2Stream', { session });
    for (const resource of [http2('Http2Session', session), stream, named('WriteWrap', { handle: stream })])
      expect(causes.numberOf(resource, own)).toBe(CLIENT_CAUSE);
    expect(causes.get(causes.numberOf(http2('Http2Session', { type: 0 }), own))?.label).toBe(
      'another client of this server',
    );
    const outgoing = { type: 1, socket: { remoteAddress: '1.2.3.4', remotePort: 50_051 } };
    expect(causes.get(causes.numberOf(http2('Http2Session', outgoing), own))).toEqual({
      on: 'http',
      label: '1.2.3.4:50051 (TCP)',
    });
    expect(causes.get(causes.numberOf(named('Http2Stream'), own))?.on).toBe('other');
  });

  it('survive closed and hostile handles and strange classes', () => {
    expect(causeOf(named('TCP', { getpeername: () => -107 }))).toEqual({ on: 'network', label: 'a closed connection' });
    const hostile = Object.defineProperty(named('TCP'), 'getpeername', {
      get: () => {
        throw new Error('gone');
      },
    });
    expect(causeOf(hostile)?.on).toBe('other');
    const cyclic: { handle?: object } = named('Cyclic');
    cyclic.handle = { handle: cyclic };
    expect(causeOf(cyclic)?.on).toBe('other');
    expect(causeOf(Object.create(null) as object)?.on).toBe('other');
    class Odd {
      static readonly name = 5 as unknown as string;
    }
    expect(causeOf(new Odd())?.on).toBe('other');
    for (const name of ['constructor', 'toString', '__proto__', 'x'.repeat(500)]) {
      const cause = causeOf({ constructor: { name } });
      expect(cause?.on).toBe('other');
      expect(cause?.label.length).toBeLessThanOrEqual(60);
    }
  });

  it('number a bounded set of causes', () => {
    const causes = new WakeCauses();
    const numbers = new Set<number>();
    for (let port = 10_000; port < 10_000 + 2 * MAX_CAUSES; port++)
      numbers.add(withoutFlags(causes.numberOf(tcp('1.1.1.1', port), spanOf())));
    expect(numbers.size).toBeLessThanOrEqual(MAX_CAUSES);
    expect(Math.max(...numbers)).toBeLessThan(MAX_CAUSES);
    expect(causes.get(causes.numberOf(tcp('1.1.1.1', 60_000), spanOf()))).toEqual({ on: 'other', label: 'other' });
  });
});
