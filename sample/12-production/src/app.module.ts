import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { Registry } from 'prom-client';
import { OperationsController } from './operations.controller.js';
import { OrdersController } from './orders.controller.js';

const registry = new Registry();

/** All settings but the registry come from the environment: see `production.env`. */
@Module({
  imports: [PerformanceMonitorModule.forRoot({ metrics: { registry } }), TerminusModule],
  controllers: [OrdersController, OperationsController],
  providers: [{ provide: Registry, useValue: registry }],
})
export class AppModule {}
