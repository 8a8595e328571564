import { Injectable, NotFoundException } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { Order, OrderLine } from './order.interface.js';

/** An order as it is stored: its lines are a JSON document. */
export interface OrderRow {
  readonly id: number;
  readonly customer: string;
  readonly country: string;
  readonly placedAt: string;
  readonly lines: string;
}

const SELECT = 'SELECT id, customer, country, placed_at AS placedAt, lines FROM orders';

@Injectable()
export class OrdersService {
  constructor(private readonly database: DatabaseService) {}

  findOne(id: number): Order {
    const [row] = this.database.all<OrderRow>(`${SELECT} WHERE id = ?`, [id]);
    if (row === undefined) throw new NotFoundException(`there is no order ${id}`);
    return { ...row, lines: JSON.parse(row.lines) as OrderLine[] };
  }

  idsOf(customer: string): number[] {
    return this.database
      .all<{ id: number }>('SELECT id FROM orders WHERE customer = ? ORDER BY id', [customer])
      .map(row => row.id);
  }

  rows(): OrderRow[] {
    return this.database.all<OrderRow>(SELECT);
  }
}
