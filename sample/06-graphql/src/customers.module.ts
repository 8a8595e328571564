import { Module, type DynamicModule } from '@nestjs/common';
import { CUSTOMERS_URL, CustomersService } from './customers.service.js';

@Module({})
export class CustomersModule {
  static at(url: string): DynamicModule {
    return {
      module: CustomersModule,
      providers: [CustomersService, { provide: CUSTOMERS_URL, useValue: url }],
      exports: [CustomersService],
    };
  }
}
