import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { PerformanceMonitorOptions } from './performance-monitor-options.interface.js';

/** @internal */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<PerformanceMonitorOptions>({
    moduleName: 'PerformanceMonitor',
  })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createPerformanceMonitorOptions')
    .build();
