import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createObserveModule } from '@nestjs/observe';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';
import { STAGE_SPANS } from '../probe/slow-stages.js';

const { ObserveModule, ObserveInstrument } = createObserveModule();

/** Accepts all requests: without a receiver, the module would log a random number of errors. */
async function startCollector(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(202, { connection: 'close' }).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.unref();
}

export const application: HostApplication = {
  options: { instrument: ObserveInstrument },
  async module() {
    const { port } = (await startCollector()).address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    return {
      imports: [ObserveModule.forRoot({ appKey: 'none', appSecret: 'none', serviceId: 'host', endpoint })],
      controllers: [OrdersController],
      providers: [Orders],
    };
  },
  hidden: STAGE_SPANS.filter(name => name !== 'SlowController.slow'),
  drive: driveOrders,
};
