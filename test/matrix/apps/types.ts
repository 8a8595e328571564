// Never runs: it uses the whole public API, for the consumer's compiler.
import { Inject, Injectable, Module } from '@nestjs/common';
import {
  performanceMonitorConfig,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  Profile,
  SkipMonitoring,
  SlowThreshold,
} from 'nestjs-performance-monitor';
import type {
  Alert,
  EffectiveOptions,
  Notifier,
  PerformanceMonitorOptions,
  PerformanceStats,
  ReportFormat,
} from 'nestjs-performance-monitor';

const options: PerformanceMonitorOptions = {
  enabled: true,
  threshold: '1.5s',
  alertWindow: 60_000,
  localFile: { outputDir: 'reports', formats: ['html', 'json'] satisfies ReportFormat[] },
  recorder: { cpu: true, samplingInterval: '10ms', spans: 'decorated', retention: '2m' },
  include: ['^/api', /orders/i],
  mattermost: { webhookUrl: 'https://chat.example.com/hooks/x' },
  digest: 'weekly',
  capture: { headers: ['host'], redact: { keys: ['tax'] } },
  logLevel: 'warn',
};
// @ts-expect-error An unknown option is rejected.
const misspelt: PerformanceMonitorOptions = { treshold: '1s' };

@Injectable()
@Profile()
class Profiled {
  constructor(@Inject(PerformanceMonitorService) private readonly monitor: PerformanceMonitorService) {}

  @Profile('named')
  one(): number {
    return this.monitor.profile('one', () => 1);
  }

  @Profile({ name: 'two', threshold: '2s' })
  async two(): Promise<string> {
    this.monitor.disable();
    this.monitor.enable();
    this.monitor.resetStats();
    const stats: PerformanceStats = this.monitor.getStats();
    this.monitor.updateOptions({ threshold: '2s', capture: { body: true } });
    const changed: boolean = this.monitor.addExclusion(/a/) && this.monitor.removeExclusion('b');
    const effective: EffectiveOptions = this.monitor.getEffectiveOptions();
    const sent: boolean = await this.monitor.flush('5s');
    return JSON.stringify([changed, effective['threshold']?.source, sent, this.monitor.isEnabled(), stats.slow]);
  }
}

@SkipMonitoring()
@SlowThreshold('3s')
export class Decorated {
  @SkipMonitoring(false)
  @SlowThreshold(context => (context.getType() === 'http' ? '1s' : 2_000))
  one(): void {}
}

@Module({
  imports: [
    PerformanceMonitorModule.forRoot(),
    PerformanceMonitorModule.forRoot(options),
    PerformanceMonitorModule.forRootAsync({ useFactory: () => options }),
    PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider()),
    PerformanceMonitorModule.forRootAsync({
      useFactory: async (one: Profiled) => ({ threshold: one.one() }),
      inject: [Profiled],
    }),
  ],
  providers: [Profiled],
})
export class TypesModule {}

export class ConsumersNotifier implements Notifier {
  readonly name = 'console';
  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const page: Uint8Array = await alert.render('html');
    if (!signal.aborted) console.log(alert.report.verdict.headline, alert.report.accounting.cpuMs, page.byteLength);
  }
}
export default misspelt;
