import { Module } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { CarriersService } from './carriers.service.js';
import { QuotesController } from './quotes.controller.js';

@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '100ms',
      localFile: { outputDir: process.env.REPORTS ?? 'reports', formats: ['html', 'json'] },
    }),
  ],
  controllers: [QuotesController],
  providers: [CarriersService],
})
export class AppModule {}
