import { Inject, Injectable } from '@nestjs/common';
import { getJson, UPSTREAM_URL } from '../upstream.client.js';

@Injectable()
export class StockClient {
  constructor(@Inject(UPSTREAM_URL) private readonly upstream: string) {}

  async availableOf(sku: string): Promise<number> {
    const stock = await getJson<{ available: number }>(this.upstream, `/stock/${sku}`);
    return stock.available;
  }
}
