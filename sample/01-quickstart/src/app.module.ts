import { Module } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { DatabaseService } from './database/database.service.js';
import { HeldUpNotifier } from './demo/held-up.notifier.js';
import { CarrierClient } from './orders/carrier.client.js';
import { ConfirmationService } from './orders/confirmation.service.js';
import { ExportService } from './orders/export.service.js';
import { InvoiceService } from './orders/invoice.service.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersService } from './orders/orders.service.js';
import { PricingClient } from './orders/pricing.client.js';
import { SignatureService } from './orders/signature.service.js';
import { StockClient } from './orders/stock.client.js';
import { CustomersService } from './reports/customers.service.js';
import { ReportsController } from './reports/reports.controller.js';
import { RevenueService } from './reports/revenue.service.js';
import { REPORTS_DIRECTORY } from './reports-directory.js';
import { StatusController } from './status.controller.js';
import { upstreamUrlProvider } from './upstream.client.js';

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '500ms',
      localFile: { outputDir: REPORTS_DIRECTORY, formats: ['html', 'json'] },
    }),
  ],
  controllers: [OrdersController, ReportsController, StatusController],
  providers: [
    upstreamUrlProvider,
    DatabaseService,
    OrdersService,
    PricingClient,
    StockClient,
    CarrierClient,
    ConfirmationService,
    SignatureService,
    ExportService,
    InvoiceService,
    RevenueService,
    CustomersService,
    HeldUpNotifier,
  ],
})
export class AppModule {}
