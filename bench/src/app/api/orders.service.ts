import { Injectable } from '@nestjs/common';
import { AddressFormatter, LineMapper } from './formatters.js';
import type { Customer, LineView, OrderView } from './order.interface.js';
import { OrdersRepository } from './repositories.js';
import { CustomersService, DiscountsService, PricesService, StockService } from './services.js';

/** One call of `load` makes 28 calls of provider methods, itself included: 10 async ones and 18 synchronous ones. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly customers: CustomersService,
    private readonly stock: StockService,
    private readonly prices: PricesService,
    private readonly discounts: DiscountsService,
    private readonly lines: LineMapper,
    private readonly addresses: AddressFormatter,
  ) {}

  async load(id: number): Promise<OrderView> {
    const order = await this.orders.findById(id);
    const customer = await this.customers.get(order.customerId);
    const [levels, prices] = await Promise.all([this.stock.levels(), this.prices.quote()]);
    const discounts = await this.discounts.applicable();
    const lines = order.lines.map(line =>
      this.lines.toView(line, prices.get(line.sku) ?? 0, levels.get(line.sku) ?? 0),
    );
    return this.toView(order.id, order.placedAt, customer, lines, discounts);
  }

  toView(id: number, placedAt: string, customer: Customer, lines: LineView[], discounts: readonly string[]): OrderView {
    return {
      id,
      placedAt,
      customer: { name: customer.name, address: this.addresses.format(customer) },
      lines,
      discounts,
    };
  }
}
