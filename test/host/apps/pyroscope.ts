import Pyroscope from '@pyroscope/nodejs';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';

Pyroscope.init({ serverAddress: 'http://127.0.0.1:9', appName: 'host', wall: { collectCpuTime: true } });
Pyroscope.start();

export const application: HostApplication = {
  module: () => ({ controllers: [OrdersController], providers: [Orders] }),
  async drive(drive) {
    await driveOrders(drive);
    // There is no server for its profiles, so this may fail.
    await Pyroscope.stop().catch((error: unknown) => drive.result('stop', String(error)));
  },
};
