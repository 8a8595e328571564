import { Controller, Get } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import { spanNames } from '../parts/spans.js';
import type { HostApplication } from '../probe/application.js';
import { record } from '../probe/record.js';
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
  hidden: ['SlowMiddleware.use'],
  async drive(drive) {
    await drive.get('/traced');
    await driveOrders(drive);
    // A span may end after the client has received the response. One of the routes calls another.
    const requests = Object.keys(record.answers).length + 1;
    const isWhole = (): true | undefined =>
      spanNames().filter(name => name === '- > GET').length >= requests || undefined;
    await drive.until('a span of each request', isWhole);
    drive.result('spans', spanNames());
  },
};
