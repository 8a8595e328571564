import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { GatewayTimeoutException, HttpException, NotFoundException, RequestTimeoutException } from '@nestjs/common';
import { TimeoutError } from 'rxjs';
import { endingOf } from '../../../../lib/boundaries/http/request-ending.js';

const response = (statusCode: number, headersSent = true) => ({ statusCode, headersSent }) as ServerResponse;
const socket = (more: object) => ({ readableEnded: false, errored: null, ...more }) as unknown as Socket;
const answered = { outcome: 'error', handler: 'A.b' } as const;
const aborted = { outcome: 'aborted', handler: 'A.b' } as const;

describe('endingOf', () => {
  it.each([
    [408, new RequestTimeoutException(), { reason: 'RequestTimeoutException' }],
    [504, new GatewayTimeoutException(), { reason: 'GatewayTimeoutException' }],
    [408, new HttpException('slow', 408), { reason: '408' }],
    [504, undefined, { reason: '504' }],
    [500, new TimeoutError(), { reason: 'TimeoutError', isTimersOwn: true }],
    [500, new DOMException('', 'TimeoutError'), { reason: 'TimeoutError', isTimersOwn: true }],
    [500, Object.assign(new Error('x'), { code: 'ETIMEDOUT' }), { isTimersOwn: true }],
    [500, new Error('Query read timeout'), { isTimersOwn: true }],
    [
      500,
      new TypeError('fetch failed', { cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } }),
      { reason: 'TypeError', isTimersOwn: true },
    ],
    // The application may put values into a name.
    [500, Object.assign(new Error('x'), { name: 'timeout of ann@example.com' }), { isTimersOwn: true }],
    [
      500,
      Object.assign(new TimeoutError(), { name: `Timeout${'x'.repeat(500)}` }),
      { isTimersOwn: true, reason: 'TimeoutErrorImpl' },
    ],
  ])('is a possible timeout for status %i and %s', (status, thrown, expected) => {
    expect(endingOf(answered, response(status), undefined, thrown)).toEqual({ by: 'timeout', ...expected });
  });

  it.each([
    [404, new NotFoundException('the timeout of this order')],
    [500, new Error('no such table')],
    [500, 'a text'],
    [500, null],
    [200, undefined],
  ])('is none for status %i and %s', (status, thrown) => {
    expect(endingOf(answered, response(status), undefined, thrown)).toBeUndefined();
  });

  it('survives exceptions that throw when they are read', () => {
    const hostile = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('trap');
      },
    });
    const getter = Object.defineProperty(new Error('x'), 'code', {
      get: () => {
        throw new Error('getter');
      },
    });
    for (const thrown of [hostile, getter])
      expect(endingOf(answered, response(500), undefined, thrown)).toBeUndefined();
    expect(endingOf(answered, response(504), undefined, hostile)).toMatchObject({ reason: '504' });
  });

  it.each([
    ['client', socket({ readableEnded: true })],
    ['client', socket({ errored: new Error('ECONNRESET') })],
    ['client', undefined],
    ['shutdown', socket({ server: { listening: false } })],
    ['timeout', socket({ server: { listening: true }, timeout: 500 })],
  ])('is ended by the %s', (by, connection) => {
    expect(endingOf(aborted, response(200, false), connection, undefined)).toEqual({ isAborted: true, by });
  });

  it('has no party when the application closed the connection, and contains how far the request was', () => {
    const ended = endingOf({ outcome: 'aborted', handler: undefined }, response(200), socket({}), undefined);
    expect(ended).toEqual({ isAborted: true, isUnhandled: true, isAnswering: true });
  });
});
