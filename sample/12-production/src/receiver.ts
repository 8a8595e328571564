import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The used part of the webhook's body. */
export interface Received {
  readonly report: {
    readonly execution: { readonly name: string; readonly stuck?: boolean };
    readonly verdict: { readonly kind: string; readonly headline: string };
  };
}

/** Stands for the chat: keeps what the webhook gets. */
export class Receiver {
  readonly received: Received[] = [];
  private readonly server = createServer((request, response) => {
    void json(request).then(body => {
      this.received.push(body as Received);
      response.end();
    });
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
