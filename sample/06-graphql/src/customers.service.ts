import { Inject, Injectable } from '@nestjs/common';
import type { Customer } from './models.js';

export const CUSTOMERS_URL = Symbol('CUSTOMERS_URL');

@Injectable()
export class CustomersService {
  constructor(@Inject(CUSTOMERS_URL) private readonly url: string) {}

  async find(id: number): Promise<Customer> {
    const [customer] = await this.ask(`customers/${id}`);
    if (customer === undefined) throw new Error(`No customer ${id}`);
    return customer;
  }

  /** All of them with one request, in the order of their ids. */
  async findAll(ids: readonly number[]): Promise<Customer[]> {
    return this.ask(`customers/many/${ids.join(',')}`);
  }

  private async ask(path: string): Promise<Customer[]> {
    const response = await fetch(`${this.url}/${path}`);
    return (await response.json()) as Customer[];
  }
}
