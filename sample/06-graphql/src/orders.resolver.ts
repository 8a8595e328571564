import { Inject } from '@nestjs/common';
import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { SkipMonitoring } from 'nestjs-performance-monitor';
import type { CustomerLoader } from './customer-loader.js';
import { CustomersService } from './customers.service.js';
import { Customer, Order } from './models.js';

const ORDERS = 40;

@Resolver(() => Order)
export class OrdersResolver {
  constructor(@Inject(CustomersService) private readonly customers: CustomersService) {}

  /** For probes: never an alert, however long it takes. */
  @Query(() => Boolean)
  @SkipMonitoring()
  async healthy(): Promise<boolean> {
    return (await this.customers.find(1)).id === 1;
  }

  @Query(() => [Order])
  orders(): Order[] {
    return Array.from({ length: ORDERS }, (_, id) => ({ id, customerId: 1_000 + id }));
  }

  /** Runs for each order, and asks for its customer alone: an N+1. */
  @ResolveField(() => Customer)
  customer(@Parent() order: Order): Promise<Customer> {
    return this.customers.find(order.customerId);
  }

  /** Runs for each order, too. The loader collects the ids, and asks once. */
  @ResolveField(() => Customer)
  buyer(@Parent() order: Order, @Context('loader') loader: CustomerLoader): Promise<Customer> {
    return loader.load(order.customerId);
  }
}
