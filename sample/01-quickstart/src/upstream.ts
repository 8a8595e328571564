import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long the supplier, the warehouse and the carrier take to answer. */
const PRICE_MS = 30;
const STOCK_MS = 60;
const QUOTE_MS = 1_500;
/** The payment service is busy until it is asked for the third time. */
const BUSY_ATTEMPTS = 2;

const attempts = new Map<string, number>();

const server = createServer((request, response) => {
  void answer(new URL(request.url ?? '/', 'http://upstream').pathname, response);
});

async function answer(path: string, response: ServerResponse): Promise<void> {
  const [, service, id = ''] = path.split('/');
  switch (service) {
    case 'prices':
      await sleep(PRICE_MS);
      return send(response, 200, { sku: id, cents: 100 + id.length * 37 });
    case 'stock':
      await sleep(STOCK_MS);
      return send(response, 200, { sku: id, available: 7 });
    case 'quotes':
      await sleep(QUOTE_MS);
      return send(response, 200, { carrier: 'parcel', cents: 590 });
    case 'payments': {
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt > BUSY_ATTEMPTS ? 0 : attempt);
      return attempt > BUSY_ATTEMPTS ? send(response, 200, { captured: true }) : send(response, 503, { busy: true });
    }
    default:
      return send(response, 404, {});
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

// The parent may have been killed: nobody must be left behind.
process.on('disconnect', () => process.exit());
