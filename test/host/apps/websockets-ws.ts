import { once } from 'node:events';
import { WebSocketGateway } from '@nestjs/websockets';
import { WsAdapter } from '@nestjs/platform-ws';
import { WebSocket } from 'ws';
import { ERRORS, gateways, inStore, MESSAGES } from '../parts/gateways.js';
import type { HostApplication } from '../probe/application.js';
import type { Drive } from '../probe/drive.js';

class StoreAdapter extends WsAdapter {
  override bindMessageHandlers(...[client, handlers, transform]: Parameters<WsAdapter['bindMessageHandlers']>): void {
    super.bindMessageHandlers(client, inStore(handlers), transform);
  }
}

/** One socket. Each message waits for the answer to the last one, so that the order is fixed. */
async function talk(drive: Drive, name: string): Promise<void> {
  const socket = new WebSocket(drive.url.replace('http', 'ws'));
  await once(socket, 'open');
  const inbox: string[] = [];
  socket.on('message', message => inbox.push(String(message)));
  const send = (event: string, id: string): void => socket.send(JSON.stringify({ event, data: { id } }));
  const received = (text: string): Promise<string> =>
    drive.until(`${name}: ${text}`, () => inbox.find(message => message.includes(text)));
  for (const event of MESSAGES) {
    send(event, `${name} ${event}`);
    drive.result(`${name} ${event}`, await received(`"event":"${event}"`));
  }
  for (const event of ERRORS) {
    inbox.length = 0;
    send(event, `${name} ${event}`);
    // Nest 11 sends no errors to its clients: then only the next message is answered.
    send('bare', `${name} after ${event}`);
    await received('after');
    drive.result(`${name} ${event}`, inbox.slice());
  }
  socket.close();
  await once(socket, 'close');
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
