import { Body, Controller, Get, type MessageEvent, Param, Post, Sse } from '@nestjs/common';
import { interval, map, type Observable, take } from 'rxjs';
import { WarehouseService } from './warehouse.service.js';

@Controller({ path: 'orders', version: '1' })
export class OrdersController {
  constructor(private readonly warehouse: WarehouseService) {}

  @Get(':id')
  async findOne(@Param('id') id: string): Promise<{ id: string; stock: number }> {
    return { id, stock: await this.warehouse.stockOf(id) };
  }

  /** The client sends its body slowly: nothing in the application is slow. */
  @Post()
  create(@Body() order: { readonly item: string }): { item: string } {
    return { item: order.item };
  }

  /** Measured until it is open, however long it goes on. */
  @Sse('changes/live')
  changes(): Observable<MessageEvent> {
    return interval(100).pipe(
      take(3),
      map(change => ({ data: { change } })),
    );
  }
}

/** The same path in another version has a name, alerts and windows of its own. */
@Controller({ path: 'orders', version: '2' })
export class OrdersV2Controller {
  constructor(private readonly warehouse: WarehouseService) {}

  @Get(':id')
  async findOne(@Param('id') id: string): Promise<number> {
    return this.warehouse.stockOf(id);
  }
}
