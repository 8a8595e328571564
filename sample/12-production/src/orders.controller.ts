import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';

@Controller()
export class OrdersController {
  /** Waits for something else than the processor. */
  @Get('revenue')
  async revenue(): Promise<{ cents: number }> {
    await delay(500);
    return { cents: 4711 };
  }

  /** A loop that never comes back, as a fault leaves one in production. */
  @Get('export')
  export(): number {
    return renderUntilDone(0);
  }
}

function renderUntilDone(rows: number): number {
  let rendered = rows;
  while (rendered >= 0) rendered = (rendered + 1) % 1_000_003;
  return rendered;
}
