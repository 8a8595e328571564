import DataLoader from 'dataloader';
import type { CustomersService } from './customers.service.js';
import type { Customer } from './models.js';

export type CustomerLoader = DataLoader<number, Customer>;

/** One for each request: it remembers the customers of that request. */
export function customerLoader(customers: CustomersService): CustomerLoader {
  return new DataLoader(ids => customers.findAll(ids));
}
