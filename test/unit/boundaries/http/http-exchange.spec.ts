import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import type { ExchangeContext } from '../../../../lib/boundaries/http/exchange-context.interface.js';
import { HttpExchange } from '../../../../lib/boundaries/http/http-exchange.js';
import type { Execution } from '../../../../lib/tracing/execution.js';

function exchange(type: typeof HttpExchange): { made: HttpExchange; response: ServerResponse } {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const context = { activeTrace: undefined } as ExchangeContext;
  const made = new type(context, {} as Execution, request as never, request, response);
  return { made, response };
}

describe('HttpExchange.of()', () => {
  it('finds the exchange of a response', () => {
    const { made, response } = exchange(HttpExchange);
    expect(HttpExchange.of(response)).toBeUndefined();
    made.watch();
    expect(HttpExchange.of(response)).toBe(made);
  });

  it('finds an exchange that another copy of this package has made', async () => {
    const second = '../../../../lib/boundaries/http/http-exchange.ts?copy';
    const copy = (await import(second)) as { HttpExchange: typeof HttpExchange };
    expect(copy.HttpExchange).not.toBe(HttpExchange);
    const { made, response } = exchange(copy.HttpExchange);
    made.watch();
    expect(HttpExchange.of(response)).toBe(made);
  });

  it('allocates no list of listeners when there are none', () => {
    const { response } = exchange(HttpExchange);
    const listeners = jest.spyOn(response, 'listeners');
    expect(HttpExchange.of(response)).toBeUndefined();
    expect(listeners).not.toHaveBeenCalled();
  });

  it('accepts mocks', () => {
    const deaf = { listeners: () => undefined } as never;
    for (const mock of [undefined, {}, deaf]) expect(HttpExchange.of(mock)).toBeUndefined();
  });
});

describe('an exchange', () => {
  const made = (request: object, socket: object, response: object): HttpExchange =>
    new HttpExchange(
      { activeTrace: undefined } as ExchangeContext,
      {} as Execution,
      request as never,
      Object.assign(new IncomingMessage(socket as Socket), request),
      response as ServerResponse,
    );

  it('has answered when its header was sent, or its socket was upgraded', () => {
    const silent = { headersSent: false };
    const fresh = new Socket();
    const upgraded = new Socket().on('data', () => undefined);
    expect(made({}, fresh, { headersSent: true }).hasAnswered()).toBe(true);
    expect(made({}, upgraded, silent).hasAnswered()).toBe(false);
    expect(made({ upgrade: true }, fresh, silent).hasAnswered()).toBe(false);
    expect(made({ upgrade: true }, upgraded, silent).hasAnswered()).toBe(true);
  });

  it('can be asked about any stand-in', () => {
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error('not there');
        },
      },
    );
    const odd = made({}, new Socket(), throwing);
    expect(odd.hasAnswered()).toBe(false);
    expect(odd.bytesReceived()).toBe(0);
  });
});
