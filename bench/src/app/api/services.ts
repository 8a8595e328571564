import { Injectable } from '@nestjs/common';
import { CustomersRepository, DiscountsRepository, PricesRepository, StockRepository } from './repositories.js';
import type { Customer } from './order.interface.js';

// Four async services, each with a call to its repository.

@Injectable()
export class CustomersService {
  constructor(private readonly repository: CustomersRepository) {}

  async get(id: number): Promise<Customer> {
    return this.repository.findById(id);
  }
}

@Injectable()
export class StockService {
  constructor(private readonly repository: StockRepository) {}

  async levels(): Promise<ReadonlyMap<string, number>> {
    return this.repository.all();
  }
}

@Injectable()
export class PricesService {
  constructor(private readonly repository: PricesRepository) {}

  async quote(): Promise<ReadonlyMap<string, number>> {
    return this.repository.all();
  }
}

@Injectable()
export class DiscountsService {
  constructor(private readonly repository: DiscountsRepository) {}

  async applicable(): Promise<readonly string[]> {
    return this.repository.active();
  }
}
