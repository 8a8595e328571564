import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { MailProcessor } from './mail.processor.js';
import type { Redis } from './redis.js';

@Module({})
export class AppModule {
  static forRedis({ host, port }: Redis): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PerformanceMonitorModule.forRoot({
          threshold: '200ms',
          // A fast job that waited longer than this in its queue raises an alert, too.
          queueThreshold: '200ms',
          localFile: { outputDir: process.env.REPORTS ?? 'reports', formats: ['html', 'json'] },
        }),
        BullModule.forRoot({ connection: { host, port } }),
        BullModule.registerQueue({ name: 'mail' }),
      ],
      providers: [MailProcessor],
    };
  }
}
