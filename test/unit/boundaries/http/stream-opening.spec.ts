import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { watchHeader, watchHeaders } from '../../../../lib/boundaries/http/stream-opening.js';

describe('the cover of writeHead()', () => {
  const responseOf = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()));

  it('passes on arguments and the result', () => {
    const response = responseOf();
    watchHeader(response);
    expect(response.writeHead(201, { 'x-a': 'b' })).toBe(response);
    expect(response.statusCode).toBe(201);
    expect(response.headersSent).toBe(true);
  });

  it('writes the header of an object that inherits from the response', () => {
    const response = responseOf();
    watchHeader(response);
    const derived = Object.create(response) as ServerResponse;
    expect(derived.writeHead(204)).toBe(derived);
    expect(derived.statusCode).toBe(204);
  });

  it('covers all responses of a prototype until it is removed', () => {
    const prototype = Object.create(ServerResponse.prototype) as ServerResponse;
    const remove = watchHeaders(prototype);
    const response = Object.setPrototypeOf(responseOf(), prototype) as ServerResponse;
    expect(response.writeHead(202)).toBe(response);
    expect(response.statusCode).toBe(202);
    remove();
    expect(Object.hasOwn(prototype, 'writeHead')).toBe(false);
  });
});
