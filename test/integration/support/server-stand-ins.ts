import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** Answers one request without a server, and gives the body. */
export type StandIn = (handler: (request: IncomingMessage, response: ServerResponse) => unknown) => Promise<string>;

function requestOf(socket: unknown): IncomingMessage {
  const request = new IncomingMessage(socket as Socket);
  Object.assign(request, { method: 'GET', url: '/slow', headers: { host: 'a' } });
  request.push(null);
  return request;
}

/** What adapters for serverless platforms assign in place of a connection: it takes what is written, and tells nothing. */
function sink(chunks: string[]): Socket {
  const nothing = (): void => undefined;
  const write = (data: string | Buffer, encoding: unknown, done: unknown): boolean => {
    chunks.push(data.toString());
    for (const each of [encoding, done]) if (typeof each === 'function') each();
    return true;
  };
  const methods = { on: nothing, removeListener: nothing, destroy: nothing, cork: nothing, uncork: nothing };
  return { writable: true, _writableState: {}, write, ...methods } as unknown as Socket;
}

export const standIns: Record<string, StandIn> = {
  'a response that is never closed': handler =>
    new Promise(resolve => {
      const request = requestOf({ readable: true, remoteAddress: '192.0.2.1' });
      const response = new ServerResponse(request);
      const chunks: string[] = [];
      response.assignSocket(sink(chunks));
      response.on('finish', () => resolve(chunks.join('').split('\r\n\r\n')[1] ?? ''));
      handler(request, response);
    }),
  'a response that is finished, and closed later': handler =>
    new Promise(resolve => {
      const request = requestOf({ readable: true });
      const response = new ServerResponse(request);
      const chunks: string[] = [];
      response.assignSocket(sink(chunks));
      response.on('finish', () => setImmediate(() => response.emit('close')));
      response.on('close', () => resolve(chunks.join('').split('\r\n\r\n')[1] ?? ''));
      handler(request, response);
    }),
  'a response without any socket, whose end is covered': handler =>
    new Promise(resolve => {
      const request = requestOf(new Socket());
      const response = new ServerResponse(request);
      const end = (body: unknown): ServerResponse => {
        resolve(String(body));
        return response;
      };
      handler(request, Object.assign(response, { end }));
    }),
};

/** A mock whose emitter does nothing: what becomes of it can not be heard. */
export const deafStandIn: StandIn = handler =>
  new Promise(resolve => {
    const request = requestOf({});
    const response = new ServerResponse(request);
    const end = (body: unknown): void => resolve(String(body));
    const nothing = (): void => undefined;
    const deaf = { socket: undefined, end, on: nothing, once: nothing, emit: nothing, listenerCount: undefined };
    for (const [name, value] of Object.entries(deaf)) Object.defineProperty(response, name, { value });
    handler(request, response);
  });
