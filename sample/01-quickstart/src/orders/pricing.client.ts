import { Inject, Injectable } from '@nestjs/common';
import { getJson, UPSTREAM_URL } from '../upstream.client.js';
import type { Order } from './order.interface.js';

@Injectable()
export class PricingClient {
  constructor(@Inject(UPSTREAM_URL) private readonly upstream: string) {}

  /** Slow: asks for one price after the other. */
  async pricesOf(order: Order): Promise<number[]> {
    const prices: number[] = [];
    for (const line of order.lines) prices.push(await this.priceOf(line.sku));
    return prices;
  }

  async priceOf(sku: string): Promise<number> {
    const price = await getJson<{ cents: number }>(this.upstream, `/prices/${sku}`);
    return price.cents;
  }
}
