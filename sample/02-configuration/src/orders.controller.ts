import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Param } from '@nestjs/common';
import { SlowThreshold } from 'nestjs-performance-monitor';

/** Takes as long as a warehouse that has to be asked. */
const WAREHOUSE_MS = 250;

@Controller()
export class OrdersController {
  @Get('orders/:id')
  async findOne(@Param('id') id: string): Promise<{ id: string }> {
    await delay(WAREHOUSE_MS);
    return { id };
  }

  /** Nobody waits for it: it may take its time. */
  @SlowThreshold('1m')
  @Get('export')
  async exportAll(): Promise<string> {
    await delay(WAREHOUSE_MS);
    return 'id\n';
  }

  @Get('health')
  async health(): Promise<string> {
    await delay(WAREHOUSE_MS);
    return 'ok';
  }
}
