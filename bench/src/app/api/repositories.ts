import { Injectable } from '@nestjs/common';
import type { Customer, Order, OrderLine } from './order.interface.js';

const SKUS = ['A-100', 'B-200', 'C-300', 'D-400'] as const;

/** Makes the response about 2 kB long. */
const TEXT =
  'a description as in a catalogue, with many ordinary words about the article, its material and its use. '.repeat(3);

// Five async methods that answer from memory, like a request with cached data.

@Injectable()
export class OrdersRepository {
  private readonly lines: readonly OrderLine[] = SKUS.map((sku, i) => ({
    sku,
    title: `${sku}: ${TEXT}`,
    quantity: i + 1,
  }));

  async findById(id: number): Promise<Order> {
    return { id, customerId: id % 100, placedAt: '2026-01-01T00:00:00.000Z', lines: this.lines };
  }
}

@Injectable()
export class CustomersRepository {
  async findById(id: number): Promise<Customer> {
    return { id, name: `Customer ${id}`, street: '1 Long Street', city: 'Springfield' };
  }
}

@Injectable()
export class StockRepository {
  private readonly levels = new Map<string, number>(SKUS.map((sku, i) => [sku, 100 * i]));

  async all(): Promise<ReadonlyMap<string, number>> {
    return this.levels;
  }
}

@Injectable()
export class PricesRepository {
  private readonly prices = new Map<string, number>(SKUS.map((sku, i) => [sku, 1_999 + i * 500]));

  async all(): Promise<ReadonlyMap<string, number>> {
    return this.prices;
  }
}

@Injectable()
export class DiscountsRepository {
  async active(): Promise<readonly string[]> {
    return ['WINTER', 'LOYALTY'];
  }
}
