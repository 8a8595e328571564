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
 * @param postgresPort port of the server that replaces PostgreSQL; 0 for an application without pg
 */
export async function appModule(
  variant: MeasuredVariant,
  linePort: number,
  postgresPort: number,
): Promise<DynamicModule> {
  const imports: DynamicModule['imports'] = [ApiModule, MixedModule.forPort(linePort)];
  if (postgresPort > 0) imports.push((await import('./db/db.module.js')).DbModule.forPort(postgresPort));
  if (variant === 'monitor' || variant === 'earlier' || variant === 'without-libraries') {
    const { PerformanceMonitorModule } = await (variant === 'earlier' ? earlierMonitor() : import('../monitor.js'));
    const options = { threshold: '1h', ...(variant === 'without-libraries' && { libraries: false as const }) };
    return { module: AppModule, imports: [PerformanceMonitorModule.forRoot(options), ...imports] };
  }
  return { module: AppModule, imports, providers: variant === 'interceptor' ? [EMPTY_INTERCEPTOR] : [] };
}
