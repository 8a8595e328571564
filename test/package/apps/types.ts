import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import {
  AlertNotifier,
  DeliveryError,
  PerformanceMonitorConfigError,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  Profile,
  SkipMonitoring,
  SlowThreshold,
  performanceMonitorConfig,
  performanceMonitorEnvironmentSchema,
} from 'nestjs-performance-monitor';
import type { Alert, Notifier, PerformanceMonitorOptions, PerformanceStats, Report } from 'nestjs-performance-monitor';

@AlertNotifier()
@Injectable()
class Pager implements Notifier {
  readonly name = 'pager';
  async notify(alert: Alert): Promise<void> {
    const report: Report = alert.report;
    if (report.verdict.share > 2) throw new DeliveryError('refused', { permanent: true });
  }
}

@Controller()
class Orders {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @Get()
  @SlowThreshold('1s')
  @SkipMonitoring(false)
  stats(): PerformanceStats {
    return this.monitor.getStats();
  }

  @Profile({ name: 'nightly' })
  nightly(): void {}
}

const options: PerformanceMonitorOptions = { threshold: '800ms', localFile: { formats: ['json'] } };

@Module({
  imports: [
    PerformanceMonitorModule.forRoot(options),
    PerformanceMonitorModule.forRootAsync({ useFactory: () => options }),
  ],
  controllers: [Orders],
  providers: [Pager],
})
export class AppModule {}

/** The declarations contain its inferred type, so all parts of that type must be exported. */
export const configuration = performanceMonitorConfig;

export const others: unknown[] = [
  performanceMonitorConfig,
  performanceMonitorEnvironmentSchema,
  PerformanceMonitorConfigError,
];
