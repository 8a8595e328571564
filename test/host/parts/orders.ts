// For the applications with another monitor: a route that waits in a provider, one that fails, one that calls itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import type { Drive } from '../probe/drive.js';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';

let url = '';

@Injectable()
export class Orders {
  #found = 0;

  async find(id: string): Promise<object> {
    await sleep(2);
    note('find');
    this.#found += 1;
    return { id, store: store.getStore()?.id, any: this.#found > 0 };
  }
}

@Controller('orders')
@Watched()
export class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Get('broken')
  async broken(): Promise<never> {
    await sleep(1);
    throw planned(new RangeError('as planned'));
  }

  @Get('calls')
  async calls(): Promise<unknown> {
    const response = await fetch(`${url}/orders/called`);
    return [response.status, store.getStore()?.id];
  }

  @Get(':id')
  one(@Param('id') id: string): Promise<object> {
    return this.orders.find(id);
  }
}

export async function driveOrders(drive: Drive): Promise<void> {
  ({ url } = drive);
  for (const path of ['one', 'broken', 'calls']) await drive.get(`/orders/${path}`);
  await drive.get('/missing');
  await drive.crowd(index => drive.get(`/orders/${index}`));
}
