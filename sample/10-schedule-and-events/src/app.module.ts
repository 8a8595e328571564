import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { CloseMonthHandler } from './close-month.handler.js';
import { InvoicesTasks } from './invoices.tasks.js';
import { OrdersListener } from './orders.listener.js';
import { PdfService } from './pdf.service.js';

/** No request waits for any of these. Each run is an execution of its own. */
@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '100ms',
      localFile: { outputDir: process.env['REPORTS'] ?? 'reports', formats: ['html', 'json'] },
    }),
    ScheduleModule.forRoot(),
    EventEmitterModule.forRoot(),
    CqrsModule.forRoot(),
  ],
  providers: [InvoicesTasks, OrdersListener, CloseMonthHandler, PdfService],
})
export class AppModule {}
