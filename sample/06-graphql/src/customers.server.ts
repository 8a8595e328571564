import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const ANSWER_MS = 25;

/** Stands for a database behind another service: it answers one request after another. */
export class CustomersServer {
  private queue = Promise.resolve();
  private readonly server: Server = createServer((request, response) => {
    const ids = (request.url ?? '').split('/').at(-1) ?? '';
    const customers = ids.split(',').map(id => ({ id: Number(id), name: `Customer ${id}` }));
    this.queue = this.queue.then(async () => {
      await delay(ANSWER_MS);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(customers));
    });
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
