import { Controller, Get, Header } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { PerformanceMonitorHealthIndicator } from 'nestjs-performance-monitor';
import { Registry } from 'prom-client';

/** For the platform, not for users. */
@Controller()
export class OperationsController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly performance: PerformanceMonitorHealthIndicator,
    private readonly registry: Registry,
  ) {}

  /** Above the limit, the pod gets no more requests until it has caught up. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.performance.isHealthy('performance', { eventLoopUtilization: 0.95 })]);
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
