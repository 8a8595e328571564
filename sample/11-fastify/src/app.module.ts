import { Module } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { OrdersController, OrdersV2Controller } from './orders.controller.js';
import { WarehouseService } from './warehouse.service.js';

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '100ms',
      localFile: { outputDir: process.env['REPORTS'] ?? 'reports', formats: ['html', 'json'] },
    }),
  ],
  controllers: [OrdersController, OrdersV2Controller],
  providers: [WarehouseService],
})
export class AppModule {}
