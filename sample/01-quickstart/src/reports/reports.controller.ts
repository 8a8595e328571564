import { Controller, Get } from '@nestjs/common';
import { CustomersService } from './customers.service.js';
import { RevenueService } from './revenue.service.js';

@Controller('reports')
export class ReportsController {
  constructor(
    private readonly revenue: RevenueService,
    private readonly customers: CustomersService,
  ) {}

  @Get('revenue')
  revenueByMonth(): Record<string, number> {
    return this.revenue.revenue();
  }

  @Get('top-customers')
  topCustomers(): { customer: string; cents: number }[] {
    return this.customers.top();
  }
}
