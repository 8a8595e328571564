import { Injectable } from '@nestjs/common';
import type { OrderLine } from '../orders/order.interface.js';
import { OrdersService, type OrderRow } from '../orders/orders.service.js';
import { isWorkDone } from '../workload.js';

@Injectable()
export class RevenueService {
  constructor(private readonly orders: OrdersService) {}

  revenue(): Record<string, number> {
    return this.aggregateRevenue(this.orders.rows());
  }

  /** Slow: adds up in JavaScript, from JSON documents, what one SQL statement could have told. */
  private aggregateRevenue(rows: readonly OrderRow[]): Record<string, number> {
    const startedAt = performance.now();
    let revenue: Record<string, number>;
    do {
      revenue = {};
      for (const row of rows) {
        const key = `${row.placedAt.slice(0, 7)} ${row.country}`;
        for (const line of JSON.parse(row.lines) as OrderLine[]) {
          revenue[key] = (revenue[key] ?? 0) + line.quantity * line.cents;
        }
      }
    } while (!isWorkDone(startedAt));
    return revenue;
  }
}
