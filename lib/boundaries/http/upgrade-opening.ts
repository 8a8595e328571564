import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** The connection becomes a raw socket, as for WebSocket: no HTTP response ends the request, unless it is refused. @internal */
export function isUpgrade(request: IncomingMessage & { readonly upgrade?: unknown }): boolean {
  return request.upgrade === true;
}

/** True when the handshake is over: some plugins pass the request on after it. @internal */
export function isOpen(socket: Socket): boolean {
  return socket.bytesWritten > 0 || socket.listenerCount('data') > 0;
}

/**
 * Calls `opened` when the handshake is over, or `refused` when its connection is closed before. There is no event for an
 * open one. The code that takes over the socket then starts to read from it.
 *
 * @internal
 */
export function onceOver(socket: Socket, refused: () => void, opened: () => void): void {
  const listen = (event: string | symbol): void => {
    if (event !== 'data' && event !== 'readable') return;
    socket.off('newListener', listen);
    socket.off('close', refused);
    opened();
  };
  socket.on('close', refused);
  socket.on('newListener', listen);
}
