import { Controller, Get } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { SentryGlobalFilter, SentryModule } from '@sentry/nestjs/setup';
import { getActiveSpan, startSpan } from '@sentry/nestjs';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@Controller('traced')
@Watched()
class TracedController {
  @Get()
  traced(): Promise<boolean> {
    return startSpan({ name: 'by hand' }, async span => {
      await Promise.resolve();
      return getActiveSpan() === span;
    });
  }

  @Get('server')
  server(): string {
    return getActiveSpan() === undefined ? 'in no span' : 'in a span';
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [SentryModule.forRoot()],
    controllers: [OrdersController, TracedController],
    providers: [Orders, { provide: APP_FILTER, useClass: SentryGlobalFilter }],
  }),
  async drive(drive) {
    await drive.get('/traced');
    await drive.get('/traced/server');
    await driveOrders(drive);
  },
};
