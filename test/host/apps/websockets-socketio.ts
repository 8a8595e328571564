import { WebSocketGateway } from '@nestjs/websockets';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { io, type Socket } from 'socket.io-client';
import { ERRORS, gateways, inStore, MESSAGES } from '../parts/gateways.js';
import type { HostApplication } from '../probe/application.js';
import type { Drive } from '../probe/drive.js';

class StoreAdapter extends IoAdapter {
  override bindMessageHandlers(...[client, handlers, transform]: Parameters<IoAdapter['bindMessageHandlers']>): void {
    super.bindMessageHandlers(client, inStore(handlers), transform);
  }
}

async function talk(drive: Drive, name: string): Promise<void> {
  const socket = io(drive.url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>(resolve => socket.once('connect', resolve));
  for (const event of [...MESSAGES, ...ERRORS]) {
    const answer = nextEvent(socket);
    socket.emit(event, { id: `${name} ${event}` });
    drive.result(`${name} ${event}`, await answer);
  }
  socket.disconnect();
}

function nextEvent(socket: Socket): Promise<unknown> {
  return new Promise(resolve => {
    socket.onAny((event, data) => {
      socket.offAny();
      resolve([event, data]);
    });
  });
}

export const application: HostApplication = {
  module: () => ({ providers: gateways(() => WebSocketGateway()) }),
  configure: app => void app.useWebSocketAdapter(new StoreAdapter(app)),
  watched: ['ws'],
  async drive(drive) {
    await talk(drive, 'alone');
    await drive.crowd(index => talk(drive, `at once ${index}`));
    await drive.get('/host/slow?again');
  },
};
