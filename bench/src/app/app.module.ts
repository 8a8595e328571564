import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ApiModule } from './api/api.module.js';
import { EmptyInterceptor } from './empty.interceptor.js';
import { HelloController } from './hello.controller.js';
import { earlierMonitor } from './earlier-build.js';
import { MixedModule } from './mixed/mixed.module.js';
import type { MeasuredVariant } from './variant.js';

@Module({ controllers: [HelloController] })
class AppModule {}

const EMPTY_INTERCEPTOR: Provider = { provide: APP_INTERCEPTOR, useClass: EmptyInterceptor };

/**
 * The same application in each variant. The monitor runs with its defaults, except for a threshold that no request
 * reaches.
 *
 * @param linePort port of the server that replaces a database
 */
export async function appModule(variant: MeasuredVariant, linePort: number): Promise<DynamicModule> {
  const imports = [ApiModule, MixedModule.forPort(linePort)];
  if (variant === 'monitor' || variant === 'earlier') {
    const { PerformanceMonitorModule } = await (variant === 'earlier' ? earlierMonitor() : import('../monitor.js'));
    return { module: AppModule, imports: [PerformanceMonitorModule.forRoot({ threshold: '1h' }), ...imports] };
  }
  return { module: AppModule, imports, providers: variant === 'interceptor' ? [EMPTY_INTERCEPTOR] : [] };
}
