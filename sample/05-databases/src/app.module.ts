import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { CollectingNotifier } from './collecting.notifier.js';
import { Price, SCHEMA } from './price.entity.js';
import { PricesController } from './prices.controller.js';

@Module({})
export class AppModule implements OnModuleDestroy {
  static forDatabase(url: string): DynamicModule {
    return {
      module: AppModule,
      imports: [PerformanceMonitorModule.forRoot({ threshold: '200ms', localFile: false })],
      controllers: [PricesController],
      providers: [
        CollectingNotifier,
        { provide: Pool, useFactory: () => new Pool({ connectionString: url, max: 2 }) },
        {
          provide: DataSource,
          useFactory: () =>
            new DataSource({ type: 'postgres', url, schema: SCHEMA, poolSize: 2, entities: [Price] }).initialize(),
        },
      ],
    };
  }

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(DataSource) private readonly source: DataSource,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.pool.end(), this.source.destroy()]);
  }
}
