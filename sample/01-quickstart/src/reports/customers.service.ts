import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import { isWorkDone } from '../workload.js';

const TOTAL = `SELECT SUM(quantity * cents) AS cents FROM order_lines
  WHERE order_id IN (SELECT id FROM orders WHERE customer = ?)`;

@Injectable()
export class CustomersService {
  constructor(private readonly database: DatabaseService) {}

  /** Slow: one query for each customer, and each scans all order lines for want of an index. */
  top(): { customer: string; cents: number }[] {
    const startedAt = performance.now();
    let totals: { customer: string; cents: number }[];
    do {
      totals = [];
      for (const { customer } of this.database.all<{ customer: string }>('SELECT DISTINCT customer FROM orders')) {
        const [total] = this.database.all<{ cents: number }>(TOTAL, [customer]);
        totals.push({ customer, cents: total?.cents ?? 0 });
      }
    } while (!isWorkDone(startedAt));
    return totals.sort((a, b) => b.cents - a.cents).slice(0, 10);
  }
}
