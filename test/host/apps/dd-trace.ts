import { Controller, Get } from '@nestjs/common';
import tracer from 'dd-trace';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@Controller('traced')
@Watched()
class TracedController {
  @Get()
  traced(): Promise<boolean> {
    return tracer.trace('by hand', async span => {
      await Promise.resolve();
      return tracer.scope().active() === span;
    });
  }

  @Get('server')
  server(): boolean {
    return tracer.scope().active() !== null;
  }
}

export const application: HostApplication = {
  module: () => ({ controllers: [OrdersController, TracedController], providers: [Orders] }),
  async drive(drive) {
    await drive.get('/traced');
    const isTraced = await drive.get('/traced/server');
    if (isTraced !== 'true') throw new Error('no span of the request: the tracer is not at work');
    await driveOrders(drive);
  },
};
