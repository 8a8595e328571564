import { Injectable } from '@nestjs/common';
import type { Customer, LineView, OrderLine } from './order.interface.js';

// Synchronous helpers with 18 calls in each request.

/** 4 calls. */
@Injectable()
export class TaxTable {
  rateOf(sku: string): number {
    return sku.startsWith('A') ? 0.07 : 0.19;
  }
}

/** 8 calls. */
@Injectable()
export class MoneyFormatter {
  format(cents: number): string {
    return `${(cents / 100).toFixed(2)} EUR`;
  }
}

/** 1 call. */
@Injectable()
export class AddressFormatter {
  format({ street, city }: Customer): string {
    return `${street}, ${city}`;
  }
}

/** 4 calls. */
@Injectable()
export class LineMapper {
  constructor(
    private readonly tax: TaxTable,
    private readonly money: MoneyFormatter,
  ) {}

  toView({ sku, title, quantity }: OrderLine, cents: number, stock: number): LineView {
    const total = cents * quantity;
    return {
      sku,
      title,
      quantity,
      stock,
      price: this.money.format(total),
      tax: this.money.format(total * this.tax.rateOf(sku)),
    };
  }
}
