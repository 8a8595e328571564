import { Module } from '@nestjs/common';
import { AddressFormatter, LineMapper, MoneyFormatter, TaxTable } from './formatters.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import {
  CustomersRepository,
  DiscountsRepository,
  OrdersRepository,
  PricesRepository,
  StockRepository,
} from './repositories.js';
import { CustomersService, DiscountsService, PricesService, StockService } from './services.js';

@Module({
  controllers: [OrdersController],
  providers: [
    OrdersService,
    CustomersService,
    StockService,
    PricesService,
    DiscountsService,
    OrdersRepository,
    CustomersRepository,
    StockRepository,
    PricesRepository,
    DiscountsRepository,
    LineMapper,
    TaxTable,
    MoneyFormatter,
    AddressFormatter,
  ],
})
export class ApiModule {}
