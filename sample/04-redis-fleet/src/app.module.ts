import { createKeyv } from '@keyv/redis';
import { Module } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { AnnouncingNotifier } from './announcing.notifier.js';
import { ShopController } from './shop.controller.js';

@Module({
  imports: [
    PerformanceMonitorModule.forRootAsync({
      useFactory: () => ({
        threshold: '200ms',
        localFile: false as const,
        // All processes of the fleet share it, so one of them tells about a slow route, and the others only count.
        cache: createCache({ stores: [createKeyv(process.env.REDIS_URL)] }),
      }),
    }),
  ],
  controllers: [ShopController],
  providers: [AnnouncingNotifier],
})
export class AppModule {}
