import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

@Injectable()
export class CarriersService {
  /** Asks three carriers, one after another. */
  async cheapest(id: string): Promise<number> {
    const cents: number[] = [];
    for (let carrier = 1; carrier <= 3; carrier += 1) cents.push(await this.ask(id, carrier));
    return Math.min(...cents);
  }

  private async ask(id: string, carrier: number): Promise<number> {
    await delay(50);
    return 100 * id.length + carrier;
  }
}
