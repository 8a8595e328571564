import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

@Injectable()
export class StockService {
  /** Takes as long as a warehouse that has to be asked. */
  async of(item: string): Promise<number> {
    await delay(30);
    return item.length;
  }
}
