import { Controller, Get, Inject, Injectable, UseGuards } from '@nestjs/common';
import { ClsModule, ClsService, InjectableProxy } from 'nestjs-cls';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@InjectableProxy()
class Tenant {
  name = 'nobody';
}

@Injectable()
class TenantGuard {
  constructor(
    private readonly cls: ClsService,
    @Inject(Tenant) private readonly tenant: Tenant,
  ) {}

  canActivate(): boolean {
    this.tenant.name = `tenant of ${String(this.cls.get('url'))}`;
    return true;
  }
}

@Controller('tenant')
@Watched()
class TenantController {
  constructor(
    private readonly cls: ClsService,
    @Inject(Tenant) private readonly tenant: Tenant,
    private readonly orders: Orders,
  ) {}

  @Get()
  @UseGuards(TenantGuard)
  async one(): Promise<unknown[]> {
    await this.orders.find('a');
    return [this.tenant.name, this.cls.get('url'), this.cls.isActive(), this.tenant instanceof Tenant];
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      ClsModule.forRoot({
        global: true,
        middleware: {
          mount: true,
          setup: (cls, request: { url: string; originalUrl?: string }) =>
            cls.set('url', request.originalUrl ?? request.url),
        },
      }),
      ClsModule.forFeature(Tenant),
    ],
    controllers: [OrdersController, TenantController],
    providers: [Orders],
  }),
  async drive(drive) {
    await drive.get('/tenant');
    await drive.crowd(index => drive.get(`/tenant?${index}`));
    await driveOrders(drive);
  },
};
