import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Param } from '@nestjs/common';

const SLOW_MS = 300;

/** Each answer tells which process has given it. */
@Controller()
export class ShopController {
  @Get('checkout/:cart')
  async checkout(@Param('cart') cart: string): Promise<object> {
    await delay(SLOW_MS);
    return { cart, pid: process.pid };
  }

  @Get('search/:text')
  async search(@Param('text') text: string): Promise<object> {
    await delay(SLOW_MS);
    return { found: [text], pid: process.pid };
  }

  @Get('health')
  health(): object {
    return { pid: process.pid };
  }
}
