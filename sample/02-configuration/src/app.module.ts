import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService, type ConfigType } from '@nestjs/config';
import {
  performanceMonitorConfig,
  performanceMonitorEnvironmentSchema,
  PerformanceMonitorModule,
} from 'nestjs-performance-monitor';
import { AdminController } from './admin/admin.controller.js';
import { AdminGuard } from './admin/admin.guard.js';
import { OrdersController } from './orders.controller.js';
import { ENV_FILE, MONITOR_FILE } from './paths.js';

/**
 * The monitor's settings come from three places. What code says goes first; the rest of an option's group may come from
 * elsewhere: here the reports' directory is set in code, and their formats in the file.
 */
@Module({
  imports: [
    ConfigModule.forRoot({
      isGlobal: true,
      envFilePath: ENV_FILE,
      load: [performanceMonitorConfig],
      validationSchema: performanceMonitorEnvironmentSchema,
    }),
    PerformanceMonitorModule.forRootAsync({
      inject: [ConfigService, performanceMonitorConfig.KEY],
      useFactory: (config: ConfigService, monitor: ConfigType<typeof performanceMonitorConfig>) => ({
        ...monitor,
        configFile: MONITOR_FILE,
        localFile: { outputDir: config.getOrThrow<string>('REPORTS_DIRECTORY') },
      }),
    }),
  ],
  controllers: [OrdersController, AdminController],
  providers: [AdminGuard],
})
export class AppModule {}
