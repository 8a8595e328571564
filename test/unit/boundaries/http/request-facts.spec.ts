import { describe, expect, it } from '@jest/globals';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../../lib/privacy/redactor.js';
import type { RawRequest } from '../../../../lib/boundaries/http/raw-request.interface.js';
import { RequestDescription, requestFacts } from '../../../../lib/boundaries/http/request-facts.js';
import type { TransportFacts } from '../../../../lib/model/finished-execution.interface.js';
import { optionsOf } from '../../alerts/fixtures.js';
import { runSteps } from '../../../support/run-steps.js';
import { redactorOf } from '../../privacy/redactor-of.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

function capture(part: Partial<RawRequest>, options: Partial<ResolvedOptions['capture']> = {}): TransportFacts {
  const settings = { ...optionsOf().capture, ...options };
  const request = { method: 'GET', url: '/', status: 200, headers: {}, ...part };
  return runSteps(requestFacts(request, settings, redactorOf({ capture: settings })));
}

describe('requestFacts', () => {
  it('shows the listed headers only', () => {
    const { headers } = capture(
      {
        headers: {
          host: 'example.com',
          authorization: 'Bearer abcdef',
          accept: ['text/html', 'text/plain'],
          referer: 'https://u:p@x.io/?token=abc&page=1',
          'x-tenant': '7',
          missing: undefined,
        },
      },
      { headers: ['host', 'accept', 'referer', 'authorization', 'missing', 'absent', '__proto__', 'constructor'] },
    );
    expect(headers).toEqual({
      host: 'example.com',
      accept: 'text/html, text/plain',
      referer: 'https://[REDACTED]@x.io/?token=[REDACTED]&page=1',
      authorization: '[REDACTED]',
    });
  });

  it('shows harmless headers by default', () => {
    const { headers } = capture({
      headers: { 'user-agent': 'curl/8', 'content-type': 'text/plain', cookie: 'a=b', 'x-internal': 'c' },
    });
    expect(headers).toEqual({ 'user-agent': 'curl/8', 'content-type': 'text/plain' });
  });

  it('masks the URL and the query', () => {
    expect(capture({ url: '/a?token=abc&page=2&id=1&id=2&q=a%20b#end' })).toMatchObject({
      url: '/a?token=[REDACTED]&page=2&id=1&id=2&q=a%20b#end',
      query: { token: '[REDACTED]', page: '2', id: ['1', '2'], q: 'a b' },
    });
    expect(capture({ url: '/a' }).query).toEqual({});
  });

  it('leaves out the query when capture.query is off', () => {
    const captured = capture({ url: '/a?page=2#x' }, { query: false });
    expect(captured).not.toHaveProperty('query');
    expect(captured.url).toBe('/a?…');
  });

  it('masks route parameters with a sensitive name, also in the URL', () => {
    const params = { id: '42', resetToken: 'plain words', path: ['a', 'b'], code: 'b' };
    expect(capture({ url: '/u/42/reset/plain%20words/now?x=1', params })).toMatchObject({
      url: '/u/42/reset/[REDACTED]/now?x=1',
      params: { id: '42', resetToken: '[REDACTED]', path: ['a', 'b'] },
    });
    expect(capture({ params: {} })).not.toHaveProperty('params');
  });

  it('follows own names to mask and to show', () => {
    const redact = { keys: ['taxno'], allow: ['token'] };
    const captured = capture({ url: '/a?token=abc&customerTaxNo=7&accessToken=x' }, { redact });
    expect(captured.url).toBe('/a?token=abc&customerTaxNo=[REDACTED]&accessToken=[REDACTED]');
    expect(captured.query).toEqual({ token: 'abc', customerTaxNo: '[REDACTED]', accessToken: '[REDACTED]' });
  });

  it.each<[Partial<RawRequest>, string | undefined]>([
    [{ headers: { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, 'x-trace-id': 'other' } }, TRACE],
    [{ headers: { traceparent: 'broken', 'x-trace-id': 'mine', traceid: 'other' } }, 'mine'],
    [{ headers: { traceparent: [`00-${TRACE}-b7ad6b7169203331-01`], traceid: 'mine' } }, 'mine'],
    [
      { trace: { traceId: '1'.repeat(32) }, headers: { traceparent: `00-${TRACE}-b7ad6b7169203331-01` } },
      '1'.repeat(32),
    ],
    [{ trace: { traceId: '0'.repeat(32) }, headers: { traceid: 'mine' } }, 'mine'],
    [{ trace: { traceId: { toString: () => 'x' } }, headers: {} }, undefined],
    [{ headers: { 'x-trace-id': '\u0000\n' } }, undefined],
    [{ headers: {} }, undefined],
  ])('finds the trace id in %j', (request, traceId) => {
    expect(capture(request).traceId).toBe(traceId);
  });

  it.each([
    ['b7ad6b7169203331', 'b7ad6b7169203331'],
    ['0'.repeat(16), undefined],
    ['secret', undefined],
    [5, undefined],
  ])('has the span %j as %j', (spanId, shown) => {
    expect(capture({ trace: { spanId } }).spanId).toBe(shown);
  });

  it('finds the request id, as one line', () => {
    expect(capture({ headers: { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' } }).requestId).toBe('r-1');
    expect(capture({ headers: { 'x-correlation-id': 'c-1' } }).requestId).toBe('c-1');
    expect(capture({ headers: { 'x-request-id': `a\r\nb${'x'.repeat(500)}` } }).requestId).toMatch(/^a bx{124}…$/);
    expect(capture({})).not.toHaveProperty('requestId');
  });

  it('reports the client, and the type and length of its body', () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': '17' };
    expect(capture({ headers, clientAddress: '10.0.0.7' })).toMatchObject({
      clientAddress: '10.0.0.7',
      contentType: 'application/json; charset=utf-8',
      contentLength: 17,
    });
    const odd = capture({ headers: { 'content-length': '-1' }, clientAddress: { toString: () => 'x' } });
    expect(odd).not.toHaveProperty('contentLength');
    expect(odd).not.toHaveProperty('clientAddress');
  });

  it('accepts any request', () => {
    const headers = {
      __proto__: null,
      host: { toString: null },
      accept: 5,
      'user-agent': [1, 'a', null],
    } as unknown as RawRequest['headers'];
    const captured = capture({ url: `/${'a'.repeat(100_000)}?${'b&'.repeat(50_000)}`, headers, params: 'text' });
    expect(captured.url).toMatch(/^\/a{2046}…$/);
    expect(captured.query).toEqual({});
    expect(captured).not.toHaveProperty('params');
    expect(captured.headers).toEqual({ 'user-agent': 'a' });
    expect(capture({ url: `/?${'b=1&c=2&'.repeat(50_000)}` }).query).toMatchObject({ b: expect.any(Array) });
    expect(capture({ url: undefined as unknown as string, headers: undefined as never }).url).toBe('');
  });
});

describe('RequestDescription', () => {
  it('follows the options and has method and status before it is described', () => {
    const options = new LiveOptions(optionsOf());
    const raw = { method: 'POST', url: '/a?b=1', status: 500, headers: {} };
    const description = new RequestDescription(raw, options, new Redactor(options));
    expect(description).toMatchObject({ method: 'POST', status: 500 });
    expect(runSteps(description.describe())).toMatchObject({ method: 'POST', status: 500, url: '/a?b=1' });
    options.replace(optionsOf({ capture: { ...optionsOf().capture, query: false } }));
    expect(runSteps(description.describe())).toMatchObject({ url: '/a?…' });
  });

  it('has no status of a response that never began', () => {
    const facts = requestFacts({ method: 'GET', url: '/', headers: {} }, optionsOf().capture, redactorOf());
    expect(runSteps(facts)).not.toHaveProperty('status');
  });
});

describe('the body', () => {
  const body = { note: 'before noon', card: '4111111111111111', deep: { password: 'x' }, pan: '4111111111111111' };
  const json = { 'content-type': 'application/json' };

  it('is kept only when capture.body is on', () => {
    expect(capture({ headers: json, body })).not.toHaveProperty('body');
    expect(capture({ headers: json }, { body: true })).not.toHaveProperty('body');
    expect(capture({ headers: json, body }, { body: true }).body).toEqual({
      note: 'before noon',
      card: '[REDACTED]',
      deep: { password: '[REDACTED]' },
      pan: '[REDACTED]',
    });
  });

  it.each([
    ['application/x-www-form-urlencoded', { a: '1', token: 'x' }, { a: '1', token: '[REDACTED]' }],
    ['application/vnd.api+json', [1, 2], [1, 2]],
    ['application/json', 'a text', 'a text'],
    ['text/plain', 'a text', '[Text, 6 characters]'],
    ['application/octet-stream', Buffer.from('abc'), '[Binary, 3 bytes]'],
    ['application/xml', { parsed: { by: 'a parser' } }, { parsed: { by: 'a parser' } }],
  ])('has its content for %s', (type, parsed, shown) => {
    expect(capture({ headers: { 'content-type': type }, body: parsed }, { body: true }).body).toEqual(shown);
  });

  it('has names and sizes for a multipart form', () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const files = [
      { fieldname: 'avatar', originalname: 'cat.png', mimetype: 'image/png', size: 48_120, buffer: Buffer.alloc(3) },
      { fieldname: 'scan', originalname: 'token=abc', mimetype: 'image/png', buffer: Buffer.alloc(3) },
    ];
    expect(capture({ headers, body: { note: 'héllo', tags: ['a', 'bc'] }, files }, { body: true }).body).toEqual({
      note: '6 bytes',
      tags: ['1 bytes', '2 bytes'],
      avatar: 'file "cat.png" (image/png), 48120 bytes',
      scan: 'file "token=[REDACTED]" (image/png), 3 bytes',
    });
    const attached = { doc: { type: 'file', filename: 'a.pdf', mimetype: 'application/pdf', _buf: Buffer.alloc(9) } };
    expect(capture({ headers, body: attached }, { body: true }).body).toEqual({
      doc: 'file "a.pdf" (application/pdf), 9 bytes',
    });
    expect(capture({ headers, files: { docs: files } }, { body: true }).body).toEqual({
      docs: ['file "cat.png" (image/png), 48120 bytes', 'file "token=[REDACTED]" (image/png), 3 bytes'],
    });
    expect(capture({ headers }, { body: true })).not.toHaveProperty('body');
  });
});
