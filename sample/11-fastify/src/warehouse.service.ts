import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

@Injectable()
export class WarehouseService {
  async stockOf(id: string): Promise<number> {
    await delay(150);
    return id.length;
  }
}
