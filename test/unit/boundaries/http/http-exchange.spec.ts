import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { HttpExchange, type ExchangeContext } from '../../../../lib/boundaries/http/http-exchange.js';
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
