import { Controller, Get } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import { spanNames } from '../parts/spans.js';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@Controller('traced')
@Watched()
class TracedController {
  constructor(private readonly orders: Orders) {}

  @Get()
  traced(): Promise<unknown> {
    return trace.getTracer('host').startActiveSpan('by hand', async span => {
      await this.orders.find('traced');
      span.end();
      return trace.getActiveSpan() === span;
    });
  }
}

export const application: HostApplication = {
  module: () => ({ controllers: [OrdersController, TracedController], providers: [Orders] }),
  async drive(drive) {
    await drive.get('/traced');
    await driveOrders(drive);
    const spans = spanNames();
    if (spans.length === 0) throw new Error('no spans: the SDK is not at work');
    drive.result('spans', spans);
  },
};
