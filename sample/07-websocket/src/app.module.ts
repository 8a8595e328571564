import { Module } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { OrdersGateway } from './orders.gateway.js';
import { StockService } from './stock.service.js';

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '100ms',
      localFile: { outputDir: process.env['REPORTS'] ?? 'reports', formats: ['html', 'json'] },
    }),
  ],
  providers: [OrdersGateway, StockService],
})
export class AppModule {}
