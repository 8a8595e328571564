import { describe, expect, it } from '@jest/globals';
import type { FinishedRequest } from '../../../lib/execution/finished-execution.interface.js';
import { captureRequest } from '../../../lib/privacy/captured-request.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

function request(part: Partial<FinishedRequest>): FinishedRequest {
  return { method: 'GET', url: '/', status: 200, headers: {}, ...part };
}

describe('captureRequest', () => {
  it('shows ordinary headers and masks the sensitive ones', () => {
    const { headers } = captureRequest(
      request({
        headers: {
          host: 'example.com',
          'User-Agent': 'curl/8',
          authorization: 'Bearer abcdef',
          cookie: 'a=b',
          'set-cookie': ['a=b', 'c=d'],
          'x-api-key': 'k',
          accept: ['text/html', 'text/plain'],
          referer: 'https://u:p@x.io/?token=abc&page=1',
          missing: undefined,
        },
      }),
    );
    expect(headers).toEqual({
      host: 'example.com',
      'user-agent': 'curl/8',
      authorization: '[REDACTED]',
      cookie: '[REDACTED]',
      'set-cookie': '[REDACTED]',
      'x-api-key': '[REDACTED]',
      accept: 'text/html, text/plain',
      referer: 'https://[REDACTED]@x.io/?token=[REDACTED]&page=1',
    });
  });

  it('masks the URL and the query', () => {
    const captured = captureRequest(request({ url: '/a?token=abc&page=2', query: { token: 'abc', page: '2' } }));
    expect(captured.url).toBe('/a?token=[REDACTED]&page=2');
    expect(captured.query).toEqual({ token: '[REDACTED]', page: '2' });
  });

  it('reads the query from the URL when the transport gave none', () => {
    expect(captureRequest(request({ url: '/a?id=1&id=2&id=3&q=a%20b&password=x#end' })).query).toEqual({
      id: ['1', '2', '3'],
      q: 'a b',
      password: '[REDACTED]',
    });
    expect(captureRequest(request({ url: '/a' })).query).toEqual({});
  });

  it.each([
    [{ traceparent: `00-${TRACE}-b7ad6b7169203331-01`, 'x-trace-id': 'other' }, TRACE],
    [{ traceparent: 'broken', 'x-trace-id': 'mine', traceid: 'other' }, 'mine'],
    [{ traceparent: [`00-${TRACE}-b7ad6b7169203331-01`], traceid: 'mine' }, 'mine'],
    [{ traceparent: '00-11111111111111111111111111111111-4111111111111111-01' }, '11111111111111111111111111111111'],
    [{ 'x-trace-id': '\u0000\n' }, undefined],
    [{}, undefined],
  ])('finds the trace id in %j', (headers, traceId) => {
    expect(captureRequest(request({ headers })).traceId).toBe(traceId);
  });

  it('finds the request id, fit for one line', () => {
    expect(captureRequest(request({ headers: { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' } })).requestId).toBe(
      'r-1',
    );
    expect(captureRequest(request({ headers: { 'x-correlation-id': 'c-1' } })).requestId).toBe('c-1');
    expect(captureRequest(request({ headers: { 'x-request-id': `a\r\nb${'x'.repeat(500)}` } })).requestId).toMatch(
      /^a bx{124}…$/,
    );
    expect(captureRequest(request({}))).not.toHaveProperty('requestId');
  });

  it('takes whatever a client sends', () => {
    const hostile = {
      __proto__: null,
      constructor: 'x',
      number: 5,
      object: { toString: null },
    } as unknown as FinishedRequest['headers'];
    const captured = captureRequest(
      request({ url: `/${'a'.repeat(100_000)}?${'b&'.repeat(50_000)}`, headers: hostile, query: 'text' }),
    );
    expect(captured.url).toHaveLength(2_048);
    expect(captured.query).toEqual({});
    expect(captured.headers).toMatchObject({ constructor: 'x', number: '5', object: '{"toString":null}' });
    expect(
      captureRequest(request({ headers: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`h${i}`, 'v'])) }))
        .headers,
    ).toMatchObject({
      '…': '[4900 more]',
    });
  });
});
