import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Param, Post } from '@nestjs/common';

/** A shop whose payment provider is slow, and whose search computes. */
@Controller()
export class ShopController {
  @Post('checkout/:cart')
  async checkout(@Param('cart') cart: string): Promise<object> {
    await sleep(250);
    return { cart, paid: true };
  }

  @Get('search/:text')
  search(@Param('text') text: string): object {
    const end = performance.now() + 200;
    let looked = 0;
    while (performance.now() < end) looked += text.length;
    return { found: 0, looked };
  }

  @Get('healthy')
  healthy(): string {
    return 'ok';
  }
}
